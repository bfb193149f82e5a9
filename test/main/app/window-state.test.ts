import type { Display } from 'electron';
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepWindowState, windowState } from '../../../src/main/app/window-state.ts';
import { makeFolder, removeFolder } from '../../support/sample-library.ts';

const display = (x: number): Display => ({ workArea: { x, y: 25, width: 1920, height: 1055 } }) as Display;
const FIRST = { width: 1440, height: 900, isMaximized: false };
const KEPT = { x: 100, y: 50, width: 1300, height: 700, isMaximized: true };

let folder: string;
let file: string;
beforeEach(() => {
  folder = makeFolder();
  file = join(folder, 'user', 'window.json');
});
afterEach(() => removeFolder(folder));

function write(text: string): void {
  mkdirSync(join(folder, 'user'));
  writeFileSync(file, text);
}

test('a window that was never open stands in the middle', () => {
  expect(windowState(file, [display(0)])).toEqual(FIRST);
});

test('a window comes back where it was, without being maximised when it is not', () => {
  const window = Object.assign(new EventEmitter(), {
    getNormalBounds: () => ({ x: 100, y: 50, width: 1300, height: 700 }),
    isMaximized: () => true,
  });
  keepWindowState(window as never, file);
  expect(existsSync(file)).toBe(false);
  window.emit('close');
  expect(windowState(file, [display(0)])).toEqual(KEPT);
});

test.each([
  ['to the left of every display', -1250, 50],
  ['below every display', 100, 1040],
  ['above the work area, where its title could not be reached', 100, 0],
])('a place %s is not taken, its size is', (_, x, y) => {
  write(JSON.stringify({ ...KEPT, x, y }));
  expect(windowState(file, [display(0)])).toEqual({ width: 1300, height: 700, isMaximized: true });
});

test('a place on the second display is taken while that is there', () => {
  write(JSON.stringify({ ...KEPT, x: 2000 }));
  expect(windowState(file, [display(0), display(1920)])).toMatchObject({ x: 2000 });
  expect(windowState(file, [display(0)])).not.toHaveProperty('x');
});

test.each([
  ['cut off', '{"x": 1'],
  ['of another form', '{"width": "wide"}'],
  ['too small to use', JSON.stringify({ ...KEPT, width: 10 })],
  ['not even an object', 'null'],
])('a file that is %s is passed over', (_, text) => {
  write(text);
  expect(windowState(file, [display(0)])).toEqual(FIRST);
});

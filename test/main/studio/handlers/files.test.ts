import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { filesHandlers } from '../../../../src/main/studio/handlers/files.ts';
import type { StudioContext } from '../../../../src/main/studio/context.ts';
import { put, temporaryFolder, thrownBy } from '../../../support/small-set.ts';

const { folder, remove } = temporaryFolder();
const at = (...path: string[]): string => join(folder, ...path);
afterAll(() => {
  chmodSync(at('closed'), 0o700);
  remove();
});

for (const name of ['b10', 'b2', 'A', 'closed']) mkdirSync(at('here', name), { recursive: true });
mkdirSync(at('closed'));
put(at('here', 'list.csv'), 'a,b\n');
put(at('here', '.hidden'), '');
put(at('here', '<img src=x onerror=alert(1)>.txt'), 'x');
symlinkSync(at('here', 'A'), at('here', 'link to A'));
symlinkSync(at('nowhere'), at('here', 'broken link'));
symlinkSync(at('here'), at('linked'));

const abilities = {
  spawnTrainer: () => {
    throw new Error('not asked for');
  },
};
const handlersWith = (more: Partial<StudioContext['abilities']> = {}) =>
  filesHandlers({ abilities: { ...abilities, ...more } } as unknown as StudioContext);
const list = async (path: string | null) => handlersWith()['files.list']({ folder: path });

test('folders first, by name with numbers by value; hidden ones and links that lead nowhere are left out', async () => {
  expect(await list(at('here'))).toEqual({
    folder: at('here'),
    parent: folder,
    entries: [
      { name: 'A', kind: 'folder', bytes: null },
      { name: 'b2', kind: 'folder', bytes: null },
      { name: 'b10', kind: 'folder', bytes: null },
      { name: 'closed', kind: 'folder', bytes: null },
      { name: 'link to A', kind: 'folder', bytes: null },
      { name: '<img src=x onerror=alert(1)>.txt', kind: 'file', bytes: 1 },
      { name: 'list.csv', kind: 'file', bytes: 4 },
    ],
    leftOut: 0,
  });
});

test('the home folder where none is named, and nothing above the root', async () => {
  expect((await list(null)).folder).toBe(homedir());
  expect((await list('/')).parent).toBeNull();
});

test('links are resolved, and so is a way up and down again', async () => {
  expect((await list(at('linked'))).folder).toBe(at('here'));
  expect((await list(`${at('here')}/A/../..`)).folder).toBe(folder);
  expect((await list(at('linked', '..'))).folder).toBe(dirname(at('linked')));
});

test.each(['here', './here', '../..', '', `${folder}\0`])('%j is no whole path and is refused', async (path) => {
  expect(await thrownBy(() => list(path))).toMatchObject({ code: 'files.bad-path' });
});

test('a file, a folder that is not there, and a name that is too long are told', async () => {
  for (const path of [at('here', 'list.csv'), at('nowhere'), at('x'.repeat(3000))])
    expect(await thrownBy(() => list(path))).toMatchObject({ code: 'files.no-folder' });
});

test.skipIf(process.getuid?.() === 0)('a folder that may not be read is told', async () => {
  chmodSync(at('closed'), 0);
  expect(await thrownBy(() => list(at('closed')))).toMatchObject({ code: 'files.unreadable', params: { reason: 'EACCES' } });
});

test('a very full folder is cut, and says how much is missing', async () => {
  for (let i = 0; i < 2100; i++) put(at('full', `f${String(i)}`), '');
  const { entries, leftOut } = await list(at('full'));
  expect([entries.length, leftOut]).toEqual([2000, 100]);
});

test('the dialog is the host’s, and a host without one refuses', async () => {
  const asked: unknown[] = [];
  const choosePath = (request: unknown): Promise<string> => {
    asked.push(request);
    return Promise.resolve('/chosen');
  };
  const request = { kind: 'folder', title: 'Choose' } as const;
  expect(await handlersWith({ choosePath })['files.choose'](request)).toEqual({ path: '/chosen' });
  expect(asked).toEqual([request]);
  expect(await thrownBy(() => handlersWith()['files.choose'](request))).toMatchObject({ code: 'files.no-dialog' });
});

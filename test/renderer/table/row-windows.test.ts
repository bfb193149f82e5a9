import { expect, test } from 'vitest';
import { windowsFor } from '../../../src/renderer/table/row-windows.ts';

test('rows are asked for by hundreds, neighbours in one call, what is known not again', () => {
  expect(windowsFor([5, 99], () => false)).toEqual([{ offset: 0, limit: 100 }]);
  expect(windowsFor([205, 99, 301], () => false)).toEqual([
    { offset: 0, limit: 100 },
    { offset: 200, limit: 200 },
  ]);
  expect(windowsFor([205, 99, 301], (start) => start === 200)).toEqual([
    { offset: 0, limit: 100 },
    { offset: 300, limit: 100 },
  ]);
  expect(windowsFor([], () => false)).toEqual([]);
});

test('no call asks for more than a thousand rows', () => {
  const offsets = Array.from({ length: 15 }, (_, i) => i * 100);
  expect(windowsFor(offsets, () => false)).toEqual([
    { offset: 0, limit: 1000 },
    { offset: 1000, limit: 500 },
  ]);
});

import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Library } from '../../../src/main/store/library.ts';
import type { Predictions } from '../../../src/main/store/predictions.ts';
import { config, newLibrary } from './support.ts';

const kept: Predictions = {
  which: 'last',
  split: 'test',
  epoch: 4,
  names: ['a', 'b', 'Ü "c"'],
  labels: [0, 300, 1],
  predicted: { fused: [0, 1, 65_535], audio: Uint16Array.of(1, 300, 1) },
};
const cell = { which: 'last', split: 'test', by: 'fused', label: 1, predicted: 65_535 } as const;

function lists(library: Library): number {
  const db = new Sqlite(library.file, { readonly: true });
  const count = db.prepare('SELECT count(*) FROM sample_list').pluck().get() as number;
  db.close();
  return count;
}

test('the list of samples is kept once for all runs, and goes with the last of them', () => {
  const library = newLibrary();
  const [a, b] = [0, 1].map((seed) => library.createRun({ config: config({ seed }) })) as [string, string];
  library.setPredictions(a, kept);
  library.setPredictions(b, { ...kept, epoch: 9 });
  expect(lists(library)).toBe(1);
  library.setPredictions(b, { ...kept, which: 'best', labels: [0, 300, 2] });
  expect(lists(library)).toBe(2);
  library.deleteRun(a);
  expect(library.samplesOfCell(b, cell)).toEqual(['Ü "c"']);
  library.deleteRun(b);
  expect(lists(library)).toBe(0);
});

test('later predictions take the place of earlier ones of the same split, for every way of scoring', () => {
  const library = newLibrary();
  const run = library.createRun({ config: config() });
  library.setPredictions(run, kept);
  library.setPredictions(run, { ...kept, predicted: { fused: [1, 1, 1] } });
  expect(library.samplesOfCell(run, { ...cell, predicted: 1 })).toEqual(['Ü "c"']);
  expect(library.samplesOfCell(run, { ...cell, by: 'audio', predicted: 1 })).toBeNull();
  expect(library.samplesOfCell(run, { ...cell, which: 'best' })).toBeNull();
});

test('a list that does not fit its predictions is a fault, and nothing is kept of it', () => {
  const library = newLibrary();
  const run = library.createRun({ config: config() });
  expect(() => library.setPredictions(run, { ...kept, labels: [0] })).toThrow('3 predictions and 1 labels for 3 samples');
  expect(lists(library)).toBe(0);
});

import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openLibrary } from '../../../src/main/store/library.ts';
import { batch, config, newLibrary } from './support.ts';

describe('what has changed', () => {
  test.each([
    ["UPDATE run SET note = 'x' WHERE number = 2", [2]],
    ["INSERT INTO tag VALUES (2, 'new')", [2]],
    ["DELETE FROM tag WHERE run = 1 AND name = 'a'", [1]],
    ['INSERT INTO metric SELECT 2, which, split, epoch, n, loss, accuracy, macro_f1, map, detail, at_ms FROM metric', [2]],
    ['DELETE FROM metric WHERE run = 1', [1]],
    ['DELETE FROM run WHERE number = 2', [2]],
    ['DELETE FROM run WHERE number = 1', [1]],
    ['UPDATE run SET note = note WHERE number > 0', [1, 2]],
    ["INSERT INTO setting VALUES ('theme', '1')", []],
  ])('after %s', (sql, changed) => {
    const library = newLibrary();
    const run = library.createRun({ config: config(), tags: ['a'] });
    library.createRun({ config: config() });
    library.setMetrics(run, { which: 'last', epoch: 1, split: 'test', metrics: metrics(0.5) });
    const { at, runs } = library.runChanges(0);
    expect([...runs].sort()).toEqual([1, 2]);
    expect(library.runChanges(at)).toEqual({ at, runs: [] });

    const db = new Sqlite(library.file);
    onTestFinished(() => void db.close());
    db.pragma('foreign_keys = ON');
    db.exec(sql);
    expect([...library.runChanges(at).runs].sort()).toEqual(changed);
  });

  test('points count too', () => {
    const library = newLibrary();
    const run = library.createRun({ config: config() });
    const { at } = library.runChanges(0);
    library.appendPoints(run, batch('loss', [0], [1]));
    expect(library.runChanges(at).runs).toEqual([1]);
  });

  test('of a library from before, all runs have', () => {
    const library = newLibrary();
    library.createRun({ config: config() });
    const again = openLibrary(library.file, { readOnly: true });
    onTestFinished(() => again.close());
    expect(again.runChanges(-1).runs).toEqual([1]);
  });
});

describe('columns', () => {
  test('of all runs, and of some', () => {
    const library = newLibrary();
    const runs = [1, 2, 3].map((seed) => library.createRun({ config: config({ seed }) }));
    for (const [i, run] of runs.entries()) {
      library.appendPoints(run, batch('loss', [0, 1], [i, i === 1 ? NaN : -i]));
      library.setMetrics(run, { which: 'last', epoch: 1, split: 'test', metrics: metrics(i / 4) });
    }
    expect(library.configColumn(['seed'], null)).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(library.configColumn(['seed'], [2])).toEqual([[2, 2]]);
    expect(library.seriesColumns('loss', null)).toEqual([
      [1, { last: 0, min: 0, max: 0 }],
      [2, { last: NaN, min: 1, max: 1 }],
      [3, { last: -2, min: -2, max: 2 }],
    ]);
    expect(library.seriesColumns('loss', [3, 99])).toEqual([[3, { last: -2, min: -2, max: 2 }]]);
    const [, second] = library.figureColumns('test', 'last', null);
    expect(second).toEqual([2, { loss: 1, accuracy: 0.25, macroF1: null, map: 0.5, modality: { audio: NaN, video: 0.125 } }]);
    expect(library.figureColumns('test', 'best', [2])).toEqual([]);
    expect(library.seriesNames()).toEqual(['loss']);
  });

  test('of an empty library', () => {
    const library = newLibrary();
    expect([library.seriesNames(), library.metricSplits(), library.metricModalities(), library.someConfigs()]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });
});

const metrics = (accuracy: number) => ({
  n: 4,
  loss: 1,
  accuracy,
  macroF1: NaN,
  map: 0.5,
  modalityAccuracy: { audio: NaN, video: 0.125 },
  perClassAccuracy: [],
  modalityPerClassAccuracy: {},
  confusion: [],
});

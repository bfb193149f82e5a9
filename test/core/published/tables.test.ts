import { describe, expect, it } from 'vitest';
import { baselineSpread, NO_REDREG, pipelineWarning, publishedTables, tablesOfSet } from '../../../src/core/published/index.ts';
import { PUBLISHED_SETS, quotedFrom, rowId, type PublishedSetId } from '../../../src/core/published/published.ts';

const row = (table: string, method: string) =>
  publishedTables.find(({ id }) => id === table)?.rows.find((one) => one.method === method);

/** Looked up by eye in methods.md 7.1 to 7.6, one or more of each table and from its edges. */
describe('what is quoted', () => {
  it.each([
    ['crema-d-inforeg-1', 'Joint training, 100 epochs', null, { video: 35.36 }],
    ['crema-d-inforeg-2', 'InfoReg', 71.9, { audio: 60.03, video: 49.65 }],
    ['kinetics-sounds-inforeg-2', 'Greedy', 66.54, { audio: 53.15, video: 37.82 }],
    ['crema-d-inforeg-3', 'Joint training*', 70.81, { audio: 60.52, video: 55.23 }],
    ['kinetics-sounds-inforeg-3', 'InfoReg*', 72.03, { audio: 57.21, video: 53.57 }],
    ['crema-d-inforeg-4', 'InfoReg, inside the window', 71.9, {}],
    ['crema-d-inforeg-4', 'AGM, outside the window', 67.41, {}],
    ['crema-d-inforeg-5', 'InfoReg, FiLM', 70.23, {}],
    ['kinetics-sounds-ogm-ge-2', 'OGM-GE', 62.3, {}],
    ['crema-d-ogm-ge-2', 'Modality drop, visual', 53.3, {}],
    ['crema-d-ogm-ge-6', 'Joint training, Adam', 49.7, {}],
    ['vggsound-ogm-ge-6', 'OGM-GE, Adam', 48.2, {}],
    ['crema-d-ogm-ge-7', 'GE alone', 60.2, {}],
    ['crema-d-pmr', 'Modality drop', 55.8, {}],
    ['crema-d-lfm', 'LFM, learned', 83.62, {}],
    ['crema-d-miles', 'OGM-GE', 70.4, {}],
    ['crema-d-mimo', 'AGM', 46.63, {}],
    ['crema-d-opm', 'OPM and OGM', 76.7, {}],
    ['kinetics-sounds-remix', 'Joint training (concat)', 50.23, {}],
    ['kinetics-sounds-dgl', 'DGL', 74.78, {}],
    ['crema-d-mmpareto-encoders', 'MMPareto', null, { audio: 65.46, video: 55.24 }],
    ['kinetics-sounds-mmpareto-encoders', 'Joint training', null, { audio: 52.03, video: 35.47 }],
  ] as const)('%s has of %s what the specification has', (table, method, accuracy, modalities) => {
    expect(row(table, method)).toMatchObject({ accuracy, modalities });
  });

  it.each([
    ['cmu-mosi-inforeg-6', 'InfoReg', { accuracy: 62.31, f1: 62.03, map: null }],
    ['cmu-mosi-arl', 'ARL', { accuracy: 79.94, f1: 78.84, map: null }],
    ['cmu-mosi-dgl', 'D&R', { accuracy: 78.81, f1: null, map: null }],
    ['cmu-mosi-opm', 'OPM and OGM', { accuracy: 77.1, f1: 76.7, map: null }],
    ['vggsound-ogm-ge-fusion', 'concat, OGM-GE', { accuracy: 50.6, f1: null, map: 53.9 }],
    ['crema-d-ogm-ge-fusion', 'sum', { accuracy: 51.5, f1: null, map: 53.5 }],
    ['cmu-mosei-balance-benchmark', 'Unimodal-3', { accuracy: 80.58, f1: 74.57, map: null }],
    ['vggsound-balance-benchmark', 'Modality-valuation', { accuracy: 48.25, f1: 47.22, map: null }],
    ['kinetics-sounds-balance-benchmark', 'Greedy', { accuracy: 66.82, f1: 66.53, map: null }],
    ['crema-d-balance-benchmark', 'MMPareto', { accuracy: 79.97, f1: 80.57, map: null }],
  ] as const)('%s has of %s all scores', (table, method, scores) => {
    expect(row(table, method)).toMatchObject(scores);
  });

  it('names each row once, its source, and shares in percent', () => {
    const ids = publishedTables.flatMap((table) => table.rows.map((one) => rowId(table, one)));
    expect(new Set(ids).size).toBe(ids.length);
    for (const table of publishedTables) {
      expect(quotedFrom(table)).toMatch(/^quoted from \S.*, \S/);
      for (const { accuracy, f1, map, modalities } of table.rows) {
        const numbers = [accuracy, f1, map, ...Object.values(modalities)].filter((value) => value !== null);
        expect(numbers.length, table.id).toBeGreaterThan(0);
        expect(numbers.every((value) => value > 25 && value < 95)).toBe(true);
        expect(f1 === null || table.f1 !== null).toBe(true);
      }
    }
  });

  it('has no number for RedReg, and says so', () => {
    expect(
      publishedTables.some(({ rows }) => rows.some(({ method, own }) => /redreg/i.test(method) || own.includes('redreg'))),
    ).toBe(false);
    expect(NO_REDREG).toContain('no published number is known');
  });
});

describe('how far pipelines lie apart', () => {
  it('is what the specification reads from the tables', () => {
    // methods.md 7.7: the same baseline on CREMA-D is 51.7 to 67.5.
    expect(baselineSpread('crema-d')).toEqual([51.7, 67.47]);
    expect(baselineSpread('kinetics-sounds')).toEqual([50.23, 65.67]);
    expect(baselineSpread('cmu-mosei')).toBeNull();
    expect(pipelineWarning('crema-d')).toContain('joint training on CREMA-D run from 51.7 to 67.5 %: papers differ');
    expect(pipelineWarning('cmu-mosei')).toContain('not measured here. Papers differ');
  });

  it.each(Object.keys(PUBLISHED_SETS) as PublishedSetId[])('is said of %s, which has tables', (set) => {
    expect(tablesOfSet(set).length).toBeGreaterThan(0);
    expect(pipelineWarning(set)).toContain('only inside one pipeline');
  });
});

import { describe, expect, test } from 'vitest';
import { barShare, cellText, filterText, filterValue, isBest } from '../../../src/renderer/table/cell-text.ts';
import { lookOf } from '../../../src/renderer/table/columns.ts';

const accuracy = lookOf('metric:test:last:accuracy');
const loss = lookOf('metric:test:best:loss');
const seed = lookOf('seed');

describe('lookOf', () => {
  test('knows figures of modalities, and the same of the best epoch', () => {
    expect(lookOf('metric:test:last:modality.audio')).toMatchObject({
      label: 'Audio, test',
      kind: 'share',
      better: 'great',
      modality: 'audio',
      other: 'metric:test:best:modality.audio',
    });
    expect(loss).toMatchObject({ label: 'Loss, test (best)', better: 'small', other: 'metric:test:last:loss' });
  });

  test('shows what it does not know by its id', () => {
    expect(lookOf('no-such-field')).toMatchObject({ label: 'no-such-field', kind: 'text' });
    expect(lookOf('series:last:train/loss')).toMatchObject({ kind: 'number', better: 'small' });
    expect(lookOf('series:last:redundancy-monitor/r').better).toBe(null);
  });
});

test.each([
  [null, accuracy, '–'],
  [0.93456, accuracy, '93.5 %'],
  [NaN, accuracy, 'NaN'],
  [Infinity, loss, '∞'],
  [0.123456, loss, '0.1235'],
  [3, seed, '3'],
  [65, lookOf('seconds'), '1 min 05 s'],
])('%s in %o is %s', (cell, look, text) => expect(cellText(cell, look)).toBe(text));

describe('the best of a column', () => {
  test('is the greatest accuracy and the smallest loss', () => {
    expect(isBest(0.9, accuracy, { min: 0.1, max: 0.9 })).toBe(true);
    expect(isBest(0.1, accuracy, { min: 0.1, max: 0.9 })).toBe(false);
    expect(isBest(0.1, loss, { min: 0.1, max: 0.9 })).toBe(true);
  });
  test('is nothing where all are the same, or nobody knows which is better', () => {
    expect(isBest(0.9, accuracy, { min: 0.9, max: 0.9 })).toBe(false);
    expect(isBest(3, seed, { min: 1, max: 3 })).toBe(false);
  });
});

test('a bar is as long as a share, or as the place between the extremes', () => {
  expect(barShare(0.25, accuracy, { min: 0.2, max: 0.3 })).toBe(0.25);
  expect(barShare(2, loss, { min: 1, max: 5 })).toBe(0.25);
  expect(barShare(NaN, loss, { min: 1, max: 5 })).toBe(null);
  expect(barShare(2, loss, { min: 2, max: 2 })).toBe(null);
});

test('what is typed for a filter', () => {
  expect(filterValue('90%', 'at-least', accuracy)).toBe(0.9);
  expect(filterValue('0.9', 'at-least', accuracy)).toBe(0.9);
  expect(filterValue('1, 2,', 'one-of', seed)).toEqual([1, 2]);
  expect(filterValue('7', 'is', lookOf('tags'))).toBe('7');
  expect(filterValue('  ', 'is', seed)).toBe(null);
  expect(filterValue('x', 'is-empty', seed)).toBe(null);
});

test('a filter as a chip says it', () => {
  expect(filterText({ column: 'a', test: 'at-least', value: 0.9 }, accuracy)).toBe('Fused, test ≥ 90.0 %');
  expect(filterText({ column: 'seed', test: 'one-of', value: [1, 2] }, seed)).toBe('Seed is one of 1, 2');
  expect(filterText({ column: 'seed', test: 'is-empty', value: null }, seed)).toBe('Seed is empty');
});

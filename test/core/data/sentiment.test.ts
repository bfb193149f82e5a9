import { describe, expect, test } from 'vitest';
import { scoreText, sentimentClass, SentimentClasses, sentimentNames, videoOf } from '../../../src/core/data/sentiment.ts';

const SCORES = [-3, -1.5, -0.6, -0.5, -0.2, 0, 0.2, 0.5, 0.6, 1.5, 2.5, 3];
const classesOf = (settings: unknown): (number | null)[] =>
  SCORES.map((score) => sentimentClass(score, SentimentClasses.parse(settings)));

describe('classes of scores (methods.md 5.5)', () => {
  test('two, with 0 as MultiBench has it, as BalanceBenchmark has it, and left out', () => {
    expect(classesOf({ kind: 'two' })).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    expect(classesOf({ kind: 'two', zero: 'positive' })).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
    expect(classesOf({ kind: 'two', zero: 'leave-out' })).toEqual([0, 0, 0, 0, 0, null, 1, 1, 1, 1, 1, 1]);
  });

  test('three: what lies at 0.5 is neutral', () => {
    expect(classesOf({ kind: 'three' })).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2]);
  });

  test('seven: halves go to the even number, as numpy rounds', () => {
    // -1.5 → -2, -0.6 → -1, ±0.5 → 0, 1.5 → 2, 2.5 → 2; index is the number plus 3
    expect(classesOf({ kind: 'seven' })).toEqual([0, 1, 2, 3, 3, 3, 3, 3, 4, 5, 5, 6]);
  });

  test('bins: a score at an edge belongs above it', () => {
    expect(classesOf({ kind: 'bins', edges: [-0.5, 0.5] })).toEqual([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
    expect(sentimentNames(SentimentClasses.parse({ kind: 'bins', edges: [-0.5, 0, 1] }))).toEqual([
      'below −0.5',
      '−0.5 to 0',
      '0 to +1',
      'from +1',
    ]);
    expect(SentimentClasses.safeParse({ kind: 'bins', edges: [1, 1] }).success).toBe(false);
  });

  test('every class has a name', () => {
    for (const settings of [{ kind: 'two' }, { kind: 'two', zero: 'leave-out' }, { kind: 'three' }, { kind: 'seven' }]) {
      const parsed = SentimentClasses.parse(settings);
      const classes = SCORES.map((score) => sentimentClass(score, parsed) ?? 0);
      expect(sentimentNames(parsed)).toHaveLength(1 + Math.max(...classes));
    }
    expect([2.4000000953674316, -1, 0].map(scoreText)).toEqual(['+2.4', '−1', '0']);
  });
});

test('the video is the part of an id before its segment', () => {
  expect(['03bSnISJMiM$_$12', '_dI--eQ6qVU[3]', 'v2 0.0 1.5', 'train-4'].map(videoOf)).toEqual([
    '03bSnISJMiM',
    '_dI--eQ6qVU',
    'v2',
    null,
  ]);
});

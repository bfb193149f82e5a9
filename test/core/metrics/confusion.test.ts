import { describe, expect, test } from 'vitest';
import { accuracyOf, confusionMatrix, macroF1, majorityRate, perClassAccuracy } from '../../../src/core/metrics/confusion.ts';

const matrix = (labels: number[], predicted: number[], classes: number): number[][] =>
  confusionMatrix(Int32Array.from(labels), Int32Array.from(predicted), classes);

// The example of scikit-learn's f1_score
const LABELS = [0, 1, 2, 0, 1, 2];
const PREDICTED = [0, 2, 1, 0, 0, 1];

describe('confusionMatrix', () => {
  test('has the true class in rows, the predicted one in columns', () => {
    expect(matrix(LABELS, PREDICTED, 3)).toEqual([
      [2, 0, 0],
      [1, 0, 1],
      [0, 2, 0],
    ]);
  });
});

describe('accuracy', () => {
  test('is the diagonal’s share; per class the row’s', () => {
    const confusion = matrix([0, 0, 0, 1], [0, 0, 1, 1], 2);
    expect(accuracyOf(confusion)).toBe(0.75);
    expect(perClassAccuracy(confusion)).toEqual([2 / 3, 1]);
  });

  test('without samples there is none', () => {
    expect(accuracyOf(matrix([], [], 2))).toBeNaN();
    expect(perClassAccuracy(matrix([0], [0], 2))).toEqual([1, Number.NaN]);
  });
});

describe('majorityRate', () => {
  test('is the most frequent true class’s share, whatever was predicted', () => {
    // Three of class 0, one of class 1: rows 3 and 1, columns 1 and 3.
    expect(majorityRate(matrix([0, 0, 0, 1], [0, 1, 1, 1], 2))).toBe(0.75);
    // CMU-MOSI's test split, 409 and 277 (methods.md 5.5): 409 / 686
    expect(
      majorityRate([
        [400, 9],
        [77, 200],
      ]),
    ).toBeCloseTo(0.5962, 4);
    expect(majorityRate(matrix([], [], 2))).toBeNaN();
  });
});

describe('macroF1', () => {
  test('is 0.2667 on scikit-learn’s example', () => {
    // Class 0: 2·2 / (2·2 + 1 + 0) = 0.8; the others are never right: (0.8 + 0 + 0) / 3
    expect(macroF1(matrix(LABELS, PREDICTED, 3))).toBeCloseTo(0.8 / 3, 12);
  });

  test('leaves out a class that neither occurs nor is predicted', () => {
    expect(macroF1(matrix(LABELS, PREDICTED, 4))).toBeCloseTo(0.8 / 3, 12);
  });

  test('counts a class that is only predicted, and one that is never predicted, as 0', () => {
    // Class 0: 2·1 / (2 + 0 + 1) = 2/3; class 1, predicted once and never true: 0; mean 1/3
    expect(macroF1(matrix([0, 0], [0, 1], 2))).toBeCloseTo(1 / 3, 12);
    // Class 0: 2·1 / (2 + 1 + 0) = 2/3; class 1, true once and never predicted: 0
    expect(macroF1(matrix([0, 1], [0, 0], 2))).toBeCloseTo(1 / 3, 12);
  });

  test('is 1 when all is right', () => {
    expect(macroF1(matrix([0, 1, 2], [0, 1, 2], 3))).toBe(1);
  });
});

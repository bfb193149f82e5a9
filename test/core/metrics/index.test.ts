import { describe, expect, test } from 'vitest';
import { metricsOf } from '../../../src/core/metrics/index.ts';

describe('metricsOf', () => {
  const ln3 = Math.log(3);

  test('gives all figures of a split (by hand)', () => {
    // True classes 0, 0, 1. Fused probabilities [3/4, 1/4], [1/4, 3/4], [1/4, 3/4]: right, wrong, right.
    const found = metricsOf({
      classes: 2,
      labels: Int32Array.from([0, 0, 1]),
      fused: Float32Array.from([ln3, 0, 0, ln3, 0, ln3]),
      unimodal: { audio: Float32Array.from([1, 0, 1, 0, 1, 0]), video: Float32Array.from([0, 1, 0, 1, 0, 1]) },
    });
    expect(found).toMatchObject({
      n: 3,
      confusion: [
        [1, 1],
        [0, 1],
      ],
      modalityAccuracy: { audio: 2 / 3, video: 1 / 3 },
      perClassAccuracy: [0.5, 1],
      modalityPerClassAccuracy: { audio: [1, 0], video: [0, 1] },
    });
    expect(found.accuracy).toBeCloseTo(2 / 3, 12);
    // −(ln 3/4 + ln 1/4 + ln 3/4) / 3 = (0.287682 + 1.386294 + 0.287682) / 3
    expect(found.loss).toBeCloseTo(0.653886, 6);
    // Class 0: 2 / (2 + 0 + 1) = 2/3; class 1: 2 / (2 + 1 + 0) = 2/3
    expect(found.macroF1).toBeCloseTo(2 / 3, 12);
    // Class 0: 3/4 positive: P 1, R 1/2; 1/4 twice, one positive: P 2/3, R 1: 5/6. Class 1: 3/4 twice, one positive: 1/2
    expect(found.map).toBeCloseTo((5 / 6 + 1 / 2) / 2, 12);
  });

  test('a true class of probability 0 gives a large but finite loss', () => {
    const found = metricsOf({ classes: 2, labels: Int32Array.from([1]), fused: Float32Array.from([1e4, 0]), unimodal: {} });
    // −ln 1e-300
    expect(found.loss).toBeCloseTo(690.7755, 3);
  });
});

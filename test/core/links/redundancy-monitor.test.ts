import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { fakeStep } from '../../support/fake-step.ts';
import { redundancyMonitor, suppressionOf } from '../../../src/core/links/redundancy-monitor.ts';

const OPTIONS = { threshold: 0.15, scale: 0.9, betaFrom: 'gap' as const };

describe('suppressionOf', () => {
  // exp(0.9 · tanh Δ): tanh .1 = .09967, .3 → .29131, .5 → .46212
  test.each([
    [0.1, 1.094],
    [0.3, 1.3],
    [0.5, 1.516],
  ])('β of a gap of %f is %f', (gap, beta) => {
    const found = suppressionOf({ audio: 0.4 + gap, video: 0.4 }, { audio: 1, video: 1 }, OPTIONS);
    expect(found['audio']).toBeCloseTo(beta, 3);
    expect(found['video']).toBe(0);
  });

  test('holds back whichever modality leads', () => {
    const found = suppressionOf({ audio: 0.3, video: 0.6 }, { audio: 1, video: 1 }, OPTIONS);
    expect(found['audio']).toBe(0);
    expect(found['video']).toBeCloseTo(1.3, 3);
  });

  test('holds nobody back when the leader’s redundancy is not above the threshold', () => {
    const scores = { audio: 0.7, video: 0.4 };
    expect(suppressionOf(scores, { audio: 0.1, video: 9 }, OPTIONS)).toEqual({ audio: 0, video: 0 });
    // Strictly above.
    expect(suppressionOf(scores, { audio: 0.15, video: 9 }, OPTIONS)).toEqual({ audio: 0, video: 0 });
    expect(suppressionOf(scores, { audio: 0.150_001, video: 9 }, OPTIONS)['audio']).toBeGreaterThan(1);
  });

  test('holds nobody back on a tie, nor where there is one modality only', () => {
    expect(suppressionOf({ audio: 0.5, video: 0.5 }, { audio: 1, video: 1 }, OPTIONS)).toEqual({ audio: 0, video: 0 });
    expect(suppressionOf({ audio: 0.5 }, { audio: 1 }, OPTIONS)).toEqual({ audio: 0 });
  });

  test('of three, compares the strictly highest with the mean of the others', () => {
    // 0.7 − (0.3 + 0.5) / 2 = 0.3
    const excess = { audio: 1, video: 1, text: 1 };
    expect(suppressionOf({ audio: 0.3, video: 0.5, text: 0.7 }, excess, OPTIONS)['text']).toBeCloseTo(1.3, 3);
    expect(suppressionOf({ audio: 0.3, video: 0.7, text: 0.7 }, excess, OPTIONS)).toEqual({ audio: 0, video: 0, text: 0 });
  });
});

describe('the link', () => {
  const link = redundancyMonitor.create(redundancyMonitor.options.parse({}));
  const start = link.init({ parameters: [], weights: {}, modalities: ['audio', 'video'] });

  /** Probe noise 1 in the first view and 3 in the second; the audio encoder doubles, the video encoder (its views kept in [0, 1]) is 1. */
  const step = (growth: Record<string, number>, picture = 0.5): ReturnType<typeof fakeStep> =>
    fakeStep(
      {
        cleanInputs: { audio: tf.tensor2d([[10], [20]]), video: tf.tensor2d([[picture], [picture]]) },
        chance: {
          uniform: () => 0,
          normal: (stream, _at, shape) => tf.fill([...shape], stream.endsWith('/1') ? 1 : 3),
        },
        encode: (id, input) => (id === 'audio' ? tf.mul(input, 2) : tf.clone(input)),
      },
      { trueProbability: { audio: 0.7, video: 0.4 }, growth },
    );

  test('divides how far the maps differ by how far the views do, and by its moving average (by hand)', () => {
    const { step: s, signals, reports } = step({ audio: 0.5, video: -2 });
    const after = link.onLosses?.({}, start, s);
    // The audio maps differ by twice as much as the views, so red = 4; video's maps are the views themselves, so red = 1.
    // Tolerance: 0.03 · noise on 10 and 20 is rounded to 2e-6 of 0.06.
    expect(reports['redundancy/audio']).toBeCloseTo(4, 2);
    expect(reports['redundancy/video']).toBeCloseTo(1, 2);
    // The average starts at 0: 0.1 · red, so red / average = 10 on the first step; audio's r = 10 − 0.6 · 0.5, and falling scores count as 0
    expect(reports['average/audio']).toBeCloseTo(0.4, 3);
    expect(reports['r/audio']).toBeCloseTo(9.7, 6);
    expect(reports['r/video']).toBeCloseTo(10, 6);
    expect(signals.suppression?.['audio']).toBeCloseTo(1.3, 3);
    expect(signals.suppression?.['video']).toBe(0);
    // Second step: 0.9 · 0.4 + 0.1 · 4 = 0.76; 4 / 0.76 = 5.263
    const second = step({ audio: 0, video: 0 });
    link.onLosses?.({}, after?.state, second.step);
    expect(second.reports['normalised/audio']).toBeCloseTo(5.263, 3);
  });

  test('keeps the views of pictures in [0, 1], those of spectrograms not', () => {
    // 0.99 + 0.03 · 1 and 0.99 + 0.03 · 3 both become 1: no difference. Spectrograms of 10 and 20 would lose theirs.
    const { step: s, reports } = step({ audio: 0, video: 0 }, 0.99);
    link.onLosses?.({}, start, s);
    expect(reports['redundancy/video']).toBe(0);
    expect(reports['redundancy/audio']).toBeCloseTo(4, 2);
  });

  test('starts its averages afresh each epoch', () => {
    const epoch = { epoch: 0, epochs: 1, parameters: [], report: () => undefined };
    const state = { average: { audio: 3, video: 4 }, updates: 9, normalised: { audio: 0.5, video: 2 } };
    expect(link.onEpochEnd?.({}, state, epoch).state).toEqual(start);
  });
});

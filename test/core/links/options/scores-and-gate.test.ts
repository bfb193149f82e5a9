import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../../support/small-maths.ts';
import { fakeStep } from '../../../support/fake-step.ts';
import type { Step } from '../../../../src/core/train/link.ts';
import { coInformationGate, similarityOf } from '../../../../src/core/links/co-information-gate.ts';
import { unimodalScores } from '../../../../src/core/links/unimodal-scores.ts';

const scores = (options: Record<string, unknown>) => unimodalScores.create(unimodalScores.options.parse(options));
const epochEnd = { epoch: 0, epochs: 9, parameters: [], report: () => undefined };

/** Logits [0, ln 3] give the true class 1 three quarters, [0, 0] a half. */
const SURE = tf.tensor2d([[0, Math.log(3)]]);
const UNSURE = tf.tensor2d([[0, 0]]);
const label = tf.tensor1d([1], 'int32');

/** Audio was dropped: its features are zero. Of the clean input they are [3, 5]. */
function droppedStep(own: Partial<Step> = {}): ReturnType<typeof fakeStep> & { encoded: string[] } {
  const encoded: string[] = [];
  const fake = fakeStep(
    {
      labels: label,
      cleanInputs: { audio: tf.ones([1, 4]), video: tf.ones([1, 4]) },
      features: { audio: tf.zeros([1, 2]), video: tf.tensor2d([[3, 5]]) },
      unimodalLogits: { audio: UNSURE, video: UNSURE },
      encode(id, _input, { statistics = 'running', give = 'map' } = {}) {
        encoded.push(`${id} ${statistics} ${give}`);
        return tf.tensor2d([[3, 5]]);
      },
      logitsOf: (features) => ({
        audio: (features['audio']?.dataSync()[0] ?? 0) > 0 ? tf.clone(SURE) : tf.clone(UNSURE),
        video: tf.clone(UNSURE),
      }),
      ...own,
    },
    { dropped: { audio: 1, video: 0 } },
  );
  return { ...fake, encoded };
}

describe('inputs', () => {
  const start = scores({}).init({ parameters: [], weights: {}, modalities: ['audio', 'video'] });

  test('dropped: scores are of the zeroed input; clean: of the clean one, encoded once more with batch statistics', () => {
    const asDropped = droppedStep();
    scores({}).onLosses?.({}, start, asDropped.step);
    expect(asDropped.signals.trueProbability?.['audio']).toBeCloseTo(0.5, 6);
    expect(asDropped.encoded).toEqual([]);
    const clean = droppedStep();
    scores({ inputs: 'clean' }).onLosses?.({}, start, clean.step);
    expect(clean.signals.trueProbability?.['audio']).toBeCloseTo(0.75, 6);
    expect(clean.signals.trueProbability?.['video']).toBeCloseTo(0.5, 6);
    expect(clean.encoded).toEqual(['audio batch features']);
  });

  test('the gate sees them too, and both together cost one forward', () => {
    const gate = (options: Record<string, unknown>) => coInformationGate.create(coInformationGate.options.parse(options));
    const clean = droppedStep();
    scores({ inputs: 'clean' }).onLosses?.({}, start, clean.step);
    gate({ inputs: 'clean' }).onLosses?.({}, null, clean.step);
    // Both features are [3, 5].
    expect(clean.reports['similarity']).toBeCloseTo(1, 6);
    expect(clean.encoded).toEqual(['audio batch features']);
    const asDropped = droppedStep();
    gate({}).onLosses?.({}, null, asDropped.step);
    expect(asDropped.reports['similarity']).toBe(0);
  });

  test('clean costs nothing in a step that drops nothing', () => {
    const { step, encoded } = droppedStep({ logitsOf: () => expect.unreachable() });
    step.write('dropped', { audio: 0, video: 0 });
    scores({ inputs: 'clean' }).onLosses?.({}, start, step);
    expect(encoded).toEqual([]);
  });
});

describe('growth', () => {
  const state = (history: readonly number[]) => ({
    history: { audio: history, video: [] },
    sum: { audio: 0, video: 0 },
    steps: 0,
  });
  const growth = (options: Record<string, unknown>, history: readonly number[]): number | undefined => {
    const { step, signals } = fakeStep({ labels: label, unimodalLogits: { audio: UNSURE, video: UNSURE } });
    scores(options).onLosses?.({}, state(history), step);
    return signals.growth?.['audio'];
  };

  test('warmValue holds until the history has W + 1 scores', () => {
    expect(growth({ window: 2, warmValue: 0.3 }, [0.1])).toBe(0.3);
    // 0.4, 0.4, then 0.5: 0.45 against 0.4
    expect(growth({ window: 2, warmValue: 0.3 }, [0.4, 0.4])).toBeCloseTo(0.125, 6);
  });

  test('historyReset=never keeps the history over the epoch’s end', () => {
    const end = (options: Record<string, unknown>) => scores(options).onEpochEnd?.({}, state([0.1, 0.2]), epochEnd).state;
    expect(end({ historyReset: 'never' })).toEqual(state([0.1, 0.2]));
    expect(end({})).toEqual(state([]));
  });

  test('growthUnit=epoch compares means of whole epochs', () => {
    const link = scores({ growthUnit: 'epoch', historyReset: 'never', window: 1 });
    let current: unknown = state([]);
    const seen: (number | undefined)[] = [];
    // Scores .5 and .75 (mean .625), then an epoch of one step with .5; a third begins.
    for (const epoch of [[UNSURE, SURE], [UNSURE], [SURE]]) {
      for (const audio of epoch) {
        const { step, signals } = fakeStep({ labels: label, unimodalLogits: { audio, video: UNSURE } });
        current = link.onLosses?.({}, current, step).state;
        seen.push(signals.growth?.['audio']);
      }
      current = link.onEpochEnd?.({}, current, epochEnd).state;
    }
    // (0.5 − 0.625) / 0.625 = −0.2 in the third epoch, whatever its own step says.
    expect(seen.slice(0, 3)).toEqual([1, 1, 1]);
    expect(seen[3]).toBeCloseTo(-0.2, 6);
  });

  test('growthUnit=epoch is refused with a history that never outlives an epoch', () => {
    expect(unimodalScores.options.safeParse({ growthUnit: 'epoch' }).success).toBe(false);
  });
});

describe('similarity', () => {
  const of = (a: number[][], b: number[][], kind: 'raw' | 'centred' | 'contrast'): number =>
    similarityOf(tf.tensor2d(a), tf.tensor2d(b), kind).dataSync()[0] ?? NaN;

  test('centred takes each feature’s batch mean off before the cosine (by hand)', () => {
    // Means [2, 1] and [4, 4]: rows ±[1, 0] and ±[1, −1]; both cosines are 1/√2.
    expect(
      of(
        [
          [3, 1],
          [1, 1],
        ],
        [
          [5, 3],
          [3, 5],
        ],
        'centred',
      ),
    ).toBeCloseTo(Math.SQRT1_2, 6);
    expect(
      of(
        [
          [3, 1],
          [1, 1],
        ],
        [
          [5, 3],
          [3, 5],
        ],
        'raw',
      ),
    ).toBeGreaterThan(0.8);
  });

  test('contrast takes the mean of all pairs off (by hand)', () => {
    // Own pairs: 1 and 1. All pairs: 1, 0, 0, 1, mean 1/2.
    expect(
      of(
        [
          [2, 0],
          [0, 3],
        ],
        [
          [5, 0],
          [0, 1],
        ],
        'contrast',
      ),
    ).toBeCloseTo(0.5, 6);
  });

  test('both are 0 where the features do not depend on the sample, which raw takes for agreement', () => {
    const same = [
      [1, 2],
      [1, 2],
    ];
    expect(of(same, same, 'raw')).toBeCloseTo(1, 6);
    expect(of(same, same, 'centred')).toBeCloseTo(0, 6);
    expect(of(same, same, 'contrast')).toBeCloseTo(0, 6);
  });

  test('is what the link compares with its threshold', () => {
    const features = {
      audio: tf.tensor2d([
        [1, 2],
        [1, 2],
      ]),
      video: tf.tensor2d([
        [1, 2],
        [1, 2],
      ]),
    };
    const gate = (similarity: string): number | undefined => {
      const { step, signals } = fakeStep({ features });
      coInformationGate.create(coInformationGate.options.parse({ similarity })).onLosses?.({}, null, step);
      return signals.agreement;
    };
    expect([gate('raw'), gate('centred'), gate('contrast')]).toEqual([1, 0, 0]);
  });
});

import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { fakeStep, numbers, parameter } from '../../support/fake-step.ts';
import { coInformationGate, similarityOf, tableCosine } from '../../../src/core/links/co-information-gate.ts';
import { gradientNoise } from '../../../src/core/links/gradient-noise.ts';
import { coefficients, gradientScaling } from '../../../src/core/links/gradient-scaling.ts';
import { informationGap, informationGaps } from '../../../src/core/links/information-gap.ts';
import { learningWindow } from '../../../src/core/links/learning-window.ts';
import { modalityDropout } from '../../../src/core/links/modality-dropout.ts';
import { orthogonalProjection } from '../../../src/core/links/orthogonal-projection.ts';
import { proximalPull } from '../../../src/core/links/proximal-pull.ts';
import { redundancyMonitor } from '../../../src/core/links/redundancy-monitor.ts';
import { unimodalLosses } from '../../../src/core/links/unimodal-losses.ts';
import { unimodalScores } from '../../../src/core/links/unimodal-scores.ts';
import type { ModalityInfo } from '../../../src/core/data/dataset.ts';
import type { LinkDefinition } from '../../../src/core/train/method.ts';

/** Every link on text, audio and vision, by hand. */

const IDS = ['text', 'audio', 'vision'];
const modalities: readonly ModalityInfo[] = IDS.map((id) => ({ id, kind: 'sequence', shape: [2, 3] }));
const create = (definition: LinkDefinition, options: Record<string, unknown> = {}) =>
  definition.create(definition.options.parse(options));
const each = (text: number, audio: number, vision: number): Record<string, number> => ({ text, audio, vision });
const SCORES = each(0.7, 0.3, 0.5);

describe('OGM’s ratio', () => {
  const scores = each(30, 20, 10);

  test('minimum: to the least score; the weakest keeps k = 1', () => {
    // 30/10 = 3, 20/10 = 2, and of the weakest 10/20. 1 − tanh 0.3 = 0.708687, 1 − tanh 0.2 = 0.802625
    const { ratio, coefficient } = coefficients(scores, 0.1);
    expect(ratio).toEqual(each(3, 2, 0.5));
    expect(coefficient).toEqual(each(expect.closeTo(0.708687, 6) as never, expect.closeTo(0.802625, 6) as never, 1));
  });

  test('pairwise: the mean of the ratios to each of the others', () => {
    // (30/20 + 30/10)/2 = 2.25, (20/30 + 20/10)/2 = 4/3, (10/30 + 10/20)/2 = 5/12. 1 − tanh 0.225 = 0.778720
    const { ratio, coefficient } = coefficients(scores, 0.1, 'pairwise');
    expect(ratio['text']).toBeCloseTo(2.25, 12);
    expect(ratio['audio']).toBeCloseTo(4 / 3, 12);
    expect(ratio['vision']).toBeCloseTo(5 / 12, 12);
    expect(coefficient['text']).toBeCloseTo(1 - Math.tanh(0.225), 12);
    expect(coefficient['text']).toBeCloseTo(0.77872, 5);
    expect(coefficient['audio']).toBeLessThan(1);
    expect(coefficient['vision']).toBe(1);
  });

  test('others: to the mean of the others, which spares the middle one', () => {
    // 30/15 = 2, 20/20 = 1, 10/25 = 0.4
    const { ratio, coefficient } = coefficients(scores, 0.1, 'others');
    expect(ratio).toEqual(each(2, 1, 0.4));
    expect(coefficient).toMatchObject({ audio: 1, vision: 1 });
  });

  test.each(['minimum', 'pairwise', 'others'] as const)('%s is the official ratio where there are two', (against) => {
    expect(coefficients({ audio: 7, video: 3 }, 0.8, against)).toEqual(coefficients({ audio: 7, video: 3 }, 0.8, 'others'));
    expect(coefficients({ audio: 7, video: 3 }, 0.8, against).ratio).toEqual({ audio: 7 / 3, video: 3 / 7 });
  });

  test('the link scales all but the weakest, by the rule it is set to', () => {
    const parameters = IDS.map((id) => parameter(`${id}.w`, id, { shape: [1, 2], kind: 'linear' }));
    const gradients = Object.fromEntries(parameters.map(({ name }) => [name, tf.tensor1d([10])]));
    const scaled = (options: Record<string, unknown>): number[] => {
      const { step } = fakeStep({ modalities, parameters }, { trueProbability: scores });
      const value = create(gradientScaling, options).onGradients?.(gradients, null, step).value ?? {};
      return IDS.flatMap((id) => numbers(value[`${id}.w`]));
    };
    expect(scaled({ alpha: 0.1 })).toEqual([expect.closeTo(7.08687, 4), expect.closeTo(8.02625, 4), 10]);
    expect(scaled({ alpha: 0.1, against: 'pairwise' })[0]).toBeCloseTo(7.7872, 4);
    expect(scaled({ alpha: 0.1, against: 'others' }).slice(1)).toEqual([10, 10]);
  });

  test('noise goes to every encoder', () => {
    const parameters = IDS.map((id) => parameter(`${id}.w`, id, { shape: [1, 2], kind: 'linear' }));
    const gradients = Object.fromEntries(parameters.map(({ name }) => [name, tf.tensor1d([1, 3])]));
    const { step } = fakeStep({ modalities, parameters, plainGradients: gradients });
    const value = create(gradientNoise).onGradients?.(gradients, null, step).value ?? {};
    // Deviation √2, normal numbers 1
    for (const id of IDS) expect(numbers(value[`${id}.w`])[0]).toBeCloseTo(2.41421, 4);
  });
});

describe('InfoReg’s gap', () => {
  test('is the mean over the modalities with a lower score, 0 for the lowest', () => {
    // text: (0.4 + 0.2)/2; vision: 0.2 over audio
    const gaps = informationGaps(SCORES);
    expect(gaps['text']).toBeCloseTo(0.3, 12);
    expect(gaps['vision']).toBeCloseTo(0.2, 12);
    expect(gaps['audio']).toBe(0);
  });

  test('a tie above leaves both with the gap to the weakest; a tie below, the leader with the gap to both', () => {
    expect(informationGaps(each(4, 1, 4))).toEqual(each(3, 0, 3));
    expect(informationGaps(each(4, 1, 1))).toEqual(each(3, 0, 0));
    expect(informationGaps(each(2, 2, 2))).toEqual(each(0, 0, 0));
  });

  const beta = (options: Record<string, unknown>, open?: Record<string, boolean>) => {
    const { step, signals } = fakeStep({ modalities }, { trueProbability: SCORES, ...(open ? { learningWindow: open } : {}) });
    create(informationGap, options).onLosses?.({}, null, step);
    return signals.suppression;
  };

  test('in the code’s form: c of text and vision is strengthDefault', () => {
    // tanh 0.3 = 0.291313, exp 1.338183, · 0.95 = 1.271274; tanh 0.2 = 0.197375, exp 1.218201, · 0.95 = 1.157291
    const found = beta({});
    expect(found?.['text']).toBeCloseTo(1.271274, 5);
    expect(found?.['vision']).toBeCloseTo(1.157291, 5);
    expect(found?.['audio']).toBe(0);
  });

  test('in the paper’s: exp(0.9 · tanh Δ) in each modality’s own window', () => {
    const paper = { strengths: {}, strengthDefault: 1, scale: 0.9 };
    // exp(0.9 · 0.197375) = 1.194389
    expect(beta(paper)?.['vision']).toBeCloseTo(1.194389, 5);
    expect(beta(paper, { text: false, audio: true, vision: true })).toEqual(each(0, 0, expect.closeTo(1.194389, 5) as never));
  });

  test('proximal-pull holds each by its own β', () => {
    const parameters = IDS.map((id) => parameter(`${id}.w`, id));
    const at = (x: number): Record<string, tf.Tensor> => Object.fromEntries(parameters.map(({ name }) => [name, tf.scalar(x)]));
    const { step } = fakeStep({ modalities, parameters, weights: at(3) }, { suppression: each(2, 0, 0.5) });
    const value = create(proximalPull).onGradients?.(at(10), { weights: at(1) }, step).value ?? {};
    // 10 + β · (3 − 1)
    expect(IDS.flatMap((id) => numbers(value[`${id}.w`]))).toEqual([14, 10, 11]);
  });

  test('windows: each by its own trace, or all by audio’s', () => {
    const traces = { text: [1, 2], audio: [2, 2], vision: [3, 2] };
    const open = (options: Record<string, unknown>) => {
      const { step, signals } = fakeStep({ modalities, epoch: 3 });
      create(learningWindow, { epochs: 1, ...options }).onInputs?.({}, { traces, running: {}, scores: {}, dominant: null }, step);
      return signals.learningWindow;
    };
    // (2 − 1)/2, 0, (2 − 3)/2
    expect(open({ trace: 'own' })).toEqual({ text: true, audio: false, vision: false });
    expect(open({})).toEqual({ text: false, audio: false, vision: false });
    expect(open({ trace: 'text' })).toEqual({ text: true, audio: true, vision: true });
  });

  test('the Fisher trace of a sequence encoder is of its matrices', () => {
    const parameters = [
      parameter('text.attention', 'text', { kind: 'linear', shape: [2, 1] }),
      parameter('text.gates', 'text', { kind: 'linear', shape: [1, 1] }),
      parameter('text.bias', 'text', { kind: 'bias', shape: [2] }),
    ];
    const gradients = {
      'text.attention': tf.tensor2d([1, 3], [2, 1]),
      'text.gates': tf.tensor2d([2], [1, 1]),
      'text.bias': tf.tensor1d([50, 50]),
    };
    const link = create(learningWindow);
    const { step } = fakeStep({ modalities, parameters });
    // (1 + 9)/2 + 4
    expect(link.onGradients?.(gradients, link.init({ parameters, weights: {}, modalities: IDS }), step).state).toMatchObject({
      running: each(9, 0, 0),
    });
  });
});

describe('RedReg', () => {
  test('holds back the modality of the highest score, by its gap to the mean of the others', () => {
    const suppression = (scores: Record<string, number>) => {
      const { step, signals } = fakeStep({ modalities }, { trueProbability: scores, growth: each(0, 0, 0) });
      const link = create(redundancyMonitor, { probeEvery: 0 });
      link.onLosses?.({}, link.init({ parameters: [], weights: {}, modalities: IDS }), step);
      return signals.suppression;
    };
    // 0.7 − (0.3 + 0.5)/2 = 0.3: exp(0.9 · tanh 0.3) = 1.29976
    expect(suppression(SCORES)).toEqual(each(expect.closeTo(1.29976, 5) as never, 0, 0));
    expect(suppression(each(0.7, 0.3, 0.7))).toEqual(each(0, 0, 0));
  });

  test('probes sequences with 0.03 of noise unless told otherwise, and cuts no view', () => {
    const seen: Record<string, number[]> = {};
    const cleanInputs = Object.fromEntries(IDS.map((id) => [id, tf.fill([1, 2, 3], 5)]));
    const { step, reports } = fakeStep(
      {
        modalities,
        cleanInputs,
        encode: (id, input) => ((seen[id] = numbers(input)), tf.mul(input, id === 'text' ? 3 : 1)),
        chance: { ...fakeStep().step.chance, normal: (stream, _at, shape) => tf.fill([...shape], stream.endsWith('/1') ? 1 : 3) },
      },
      { trueProbability: SCORES, growth: each(0, 0, 0) },
    );
    const link = create(redundancyMonitor, { noise: { vision: 0.5 } });
    link.onLosses?.({}, link.init({ parameters: [], weights: {}, modalities: IDS }), step);
    expect(seen['text']).toHaveLength(12);
    expect([seen['text']?.[0], seen['text']?.[11]]).toEqual([expect.closeTo(5.03, 5), expect.closeTo(5.09, 5)]);
    expect([seen['vision']?.[0], seen['vision']?.[11]]).toEqual([5.5, 6.5]);
    // The map is three times the view: nine times the square.
    expect(reports['redundancy/text']).toBeCloseTo(9, 2);
    expect(reports['redundancy/audio']).toBeCloseTo(1, 2);
  });

  test('the gate averages the dominant modality’s similarities with each of the others', () => {
    const features = { text: tf.tensor2d([[2, 0]]), audio: tf.tensor2d([[1, 0]]), vision: tf.tensor2d([[0.6, 0.8]]) };
    const { step, reports } = fakeStep({ modalities, features }, { trueProbability: SCORES });
    create(coInformationGate).onLosses?.({}, null, step);
    // 1 and 0.6
    expect(reports['similarity']).toBeCloseTo(0.8, 6);
  });

  test('orthogonal projection acts on the encoder that is held back, and on no other', () => {
    const parameters = IDS.map((id) => parameter(`${id}.w`, id));
    const all = (values: number[]): Record<string, tf.Tensor> =>
      Object.fromEntries(parameters.map(({ name }) => [name, tf.tensor1d(values)]));
    const { step } = fakeStep({ modalities, parameters, weights: all([4, 5]) }, { suppression: each(0, 0, 2), agreement: 1 });
    const value = create(orthogonalProjection).onGradients?.(all([2, 0]), { weights: all([1, 1]) }, step).value ?? {};
    // The drift [3, 4] across [2, 0] is [0, 4].
    expect(IDS.map((id) => numbers(value[`${id}.w`]))).toEqual([
      [2, 0],
      [2, 0],
      [2, 8],
    ]);
  });
});

describe('features of different width', () => {
  // Inner products between two samples: [[1, 0], [0, 1]] and [[4, 2], [2, 2]]: (4 + 2)/(√2 · √28)
  const [two, three] = [
    tf.tensor2d([
      [1, 0],
      [0, 1],
    ]),
    tf.tensor2d([
      [0, 2, 0],
      [1, 1, 0],
    ]),
  ];

  test('are compared by the inner products between samples (by hand)', () => {
    expect(tableCosine(two, three).dataSync()[0]).toBeCloseTo(6 / Math.sqrt(56), 6);
    expect(similarityOf(two, three, 'raw').dataSync()[0]).toBeCloseTo(0.801784, 5);
    // Less the batch mean, two samples are opposite in both: their tables are the same but for a factor.
    expect(similarityOf(two, three, 'centred').dataSync()[0]).toBeCloseTo(1, 6);
  });

  test('of which one is zeros have similarity 0', () => {
    expect(tableCosine(tf.zeros([2, 4]), three).dataSync()[0]).toBe(0);
  });

  test('tables compares them so where the width is the same too', () => {
    const turned = tf.tensor2d([
      [0, 1],
      [1, 0],
    ]);
    // Each sample's own cosine is 0, and yet both tell the samples apart in the same way.
    expect(similarityOf(two, turned, 'raw').dataSync()[0]).toBe(0);
    expect(similarityOf(two, turned, 'tables').dataSync()[0]).toBeCloseTo(1, 6);
  });

  test('have no contrast', () => {
    expect(() => similarityOf(two, three, 'contrast')).toThrow(
      expect.objectContaining({ code: 'link.widths-differ', params: { widths: [2, 3] } }),
    );
  });

  test('leave nothing behind', () => {
    const before = tf.memory().numTensors;
    similarityOf(two, three, 'centred').dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('modality dropout', () => {
  // p = 0.6: a third of it, 0.2, for each
  test.each([
    [0, 'text'],
    [0.199, 'text'],
    [0.201, 'audio'],
    [0.399, 'audio'],
    [0.401, 'vision'],
    [0.599, 'vision'],
    [0.6, 'none'],
  ])('drawn %f drops %s alone', (drawn, victim) => {
    const inputs = Object.fromEntries(IDS.map((id) => [id, tf.tensor1d([1])]));
    const { step, signals } = fakeStep({ modalities, chance: { ...fakeStep().step.chance, uniform: () => drawn } });
    const value = create(modalityDropout).onInputs?.(inputs, null, step).value ?? {};
    expect(IDS.filter((id) => numbers(value[id])[0] === 0)).toEqual(victim === 'none' ? [] : [victim]);
    expect(Object.entries(signals.dropped ?? {}).filter(([, share]) => share > 0)).toEqual(
      victim === 'none' ? [] : [[victim, 1]],
    );
  });
});

describe('losses and scores', () => {
  test('unimodal losses are one a modality; a loss with no weight at all is refused when the run starts', () => {
    const terms = Object.fromEntries(
      ['fused', ...IDS].map((id) => [id, { value: tf.scalar(1), weight: Number(id === 'fused') }]),
    );
    const value = create(unimodalLosses, { weights: { vision: 2 } }).onLosses?.(terms, null, fakeStep({ modalities }).step).value;
    expect(Object.entries(value ?? {}).map(([id, { weight }]) => [id, weight])).toEqual([
      ['fused', 1],
      ['text', 1],
      ['audio', 1],
      ['vision', 2],
    ]);
    const init = (weights: Record<string, number>) => () =>
      create(unimodalLosses, { fusedWeight: 0, weights }).init({ parameters: [], weights: {}, modalities: IDS });
    expect(init(each(0, 0, 0))).toThrow(expect.objectContaining({ code: 'link.no-loss', params: { modalities: IDS } }));
    expect(init({ text: 0, audio: 0 })).not.toThrow();
  });

  test('each modality has a score and a history of its own', () => {
    // True class 1: [0, ln 3] gives 3/4, [0, 0] gives 1/2, [ln 3, 0] a quarter.
    const logits = { text: [0, Math.log(3)], audio: [Math.log(3), 0], vision: [0, 0] };
    const unimodalLogits = Object.fromEntries(Object.entries(logits).map(([id, row]) => [id, tf.tensor2d([row])]));
    const { step, signals } = fakeStep({ modalities, unimodalLogits, labels: tf.tensor1d([1], 'int32') });
    const link = create(unimodalScores);
    const next = link.onLosses?.({}, link.init({ parameters: [], weights: {}, modalities: IDS }), step);
    expect(signals.trueProbability).toEqual(
      each(expect.closeTo(0.75, 6) as never, expect.closeTo(0.25, 6) as never, expect.closeTo(0.5, 6) as never),
    );
    expect(Object.keys((next?.state as { history: object }).history)).toEqual(IDS);
  });
});

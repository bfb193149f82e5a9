import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../../support/small-maths.ts';
import { fakeStep } from '../../../support/fake-step.ts';
import { normalisedBy, redundancyMonitor, suppressionOf } from '../../../../src/core/links/redundancy-monitor.ts';
import type { Step } from '../../../../src/core/train/link.ts';

const create = (options: Record<string, unknown>) => redundancyMonitor.create(redundancyMonitor.options.parse(options));
const refused = (options: Record<string, unknown>): string | undefined =>
  redundancyMonitor.options.safeParse(options).error?.issues[0]?.path.join('.');

describe('normalisedBy', () => {
  const o = { momentum: 0.9, debias: false };

  // Second probe: average 0.4 before (0.1 · 4), red 2: 0.9 · 0.4 + 0.1 · 2 = 0.56 with it.
  test.each([
    ['average', false, 2 / 0.56],
    // 1 − 0.9² = 0.19: 0.56 / 0.19 = 2.947
    ['average', true, (2 * 0.19) / 0.56],
    ['averageBefore', false, 2 / 0.4],
    // 1 − 0.9 = 0.1: 0.4 / 0.1 = 4, the first value itself
    ['averageBefore', true, 0.5],
    ['none', false, 2],
  ] as const)('%s, debias %s', (normalise, debias, expected) => {
    const found = normalisedBy({ ...o, normalise, debias }, 2, 0.4, 1);
    expect(found.normalised).toBeCloseTo(expected, 9);
    expect(found.average).toBeCloseTo(0.56, 12);
  });

  test('the first probe: 10 as in the code, 1 without the bias, 1 where there is no average before', () => {
    expect(normalisedBy({ ...o, normalise: 'average' }, 3, 0, 0).normalised).toBeCloseTo(10, 9);
    expect(normalisedBy({ ...o, normalise: 'average', debias: true }, 3, 0, 0).normalised).toBeCloseTo(1, 9);
    expect(normalisedBy({ ...o, normalise: 'averageBefore' }, 3, 0, 0).normalised).toBe(1);
  });
});

describe('suppressionOf', () => {
  const scores = { audio: 0.7, video: 0.4 };
  test('betaFrom=redundancy: scale · tanh(r − R), from 0 at R on (by hand)', () => {
    const beta = (r: number): number | undefined =>
      suppressionOf(scores, { audio: r, video: 9 }, { threshold: 0.15, scale: 0.9, betaFrom: 'redundancy' })['audio'];
    expect(beta(0.15)).toBe(0);
    // tanh 0.5 = 0.462117
    expect(beta(0.65)).toBeCloseTo(0.9 * 0.462117, 6);
    expect(beta(0.16)).toBeLessThan(0.01);
  });

  test('threshold=null regulates whatever r is', () => {
    const o = { threshold: null, scale: 0.9 };
    expect(suppressionOf(scores, { audio: -5, video: 9 }, { ...o, betaFrom: 'gap' })['audio']).toBeCloseTo(1.3, 3);
    expect(suppressionOf(scores, { audio: -5, video: 9 }, { ...o, betaFrom: 'redundancy' })['audio']).toBe(0);
    expect(suppressionOf(scores, { audio: 0.5, video: 9 }, { ...o, betaFrom: 'redundancy' })['audio']).toBeCloseTo(
      0.9 * 0.462117,
      6,
    );
  });
});

/** Views differ by 2 standard deviations (noise 1 and 3); encoders return the views, so red is 1 where nothing is cut. */
function probedStep(own: Partial<Step> = {}, picture = 0.5) {
  const asked: string[] = [];
  const fake = fakeStep(
    {
      cleanInputs: { audio: tf.tensor2d([[10], [20]]), video: tf.fill([2, 1, 1, 1, 3], picture) },
      chance: { uniform: () => 0, normal: (stream, _at, shape) => tf.fill([...shape], stream.endsWith('/1') ? 1 : 3) },
      encode(id, input) {
        asked.push(id);
        return id === 'audio' ? tf.reshape(input, [-1, 1, 1, 1]) : tf.reshape(input, [-1, 1, 1, 3]);
      },
      ...own,
    },
    { trueProbability: { audio: 0.7, video: 0.4 }, growth: { audio: 0, video: 0 } },
  );
  return { ...fake, asked };
}
const start = create({}).init({ parameters: [], weights: {}, modalities: ['audio', 'video'] });

describe('probes', () => {
  test('probeEvery=2 probes the steps 0, 2, … of an epoch and keeps redundancy between', () => {
    const link = create({ probeEvery: 2, normalise: 'none', threshold: 0.15 });
    let state = start;
    const r: (number | undefined)[] = [];
    const asked: number[] = [];
    for (const [index, gain] of [2, 3, 4].entries()) {
      const probed = probedStep({
        step: index,
        globalStep: 100 + index,
        encode: (_id, input) => tf.mul(tf.reshape(input, [4, -1, 1, 1]), gain),
      });
      state = link.onLosses?.({}, state, probed.step).state ?? state;
      r.push(probed.reports['r/audio']);
      asked.push(Number('redundancy/audio' in probed.reports));
    }
    // red = gain²
    expect(r[0]).toBeCloseTo(4, 2);
    expect(r[1]).toBe(r[0]);
    expect(r[2]).toBeCloseTo(16, 1);
    expect(asked).toEqual([1, 0, 1]);
    expect(link.costs?.forwards).toBe(1);
  });

  test('probeEvery=0 never probes, takes redundancy as its average, and says that it costs nothing', () => {
    const link = create({ probeEvery: 0 });
    const { step, asked, signals, reports } = probedStep();
    link.onLosses?.({}, start, step);
    expect(asked).toEqual([]);
    expect(reports['r/audio']).toBe(1);
    expect(signals.suppression?.['audio']).toBeCloseTo(1.3, 3);
    expect(link.costs?.forwards).toBe(0);
  });

  test('probeEvery=0 is refused with options that live by probes', () => {
    expect(refused({ probeEvery: 0, betaFrom: 'redundancy' })).toBe('probeEvery');
    expect(refused({ probeEvery: 0, normalise: 'none' })).toBe('probeEvery');
    expect(refused({ normalise: 'none', debias: true })).toBe('debias');
    expect(refused({ probeEvery: 0, noise: { audio: 0.1 } })).toBe('noise');
    for (const [option, value] of [
      ['noiseDefault', 0.1],
      ['probeClamp', 'off'],
      ['probeFeature', 'pooled'],
      ['momentum', 0.5],
      ['averageReset', 'never'],
      ['debias', true],
    ] as const) {
      expect(refused({ probeEvery: 0, [option]: value })).toBe(option);
      expect(refused({ [option]: value })).toBeUndefined();
    }
    expect(refused({ probeEvery: 0 })).toBeUndefined();
  });

  // A pixel of 0.99 with noise 0.03 and 0.09: cut to 1 both times by `unit`; 2.5 with noise: the red channel ends at (1 − 0.485) / 0.229 = 2.2489,
  // green at 2.4286, blue at 2.64. Red and green are cut, blue has 2.53 and 2.59: a difference of 0.06 in one channel of three.
  test.each([
    ['unit', 0.99, 0],
    ['off', 0.99, 1],
    ['normalised', 0.99, 1],
    ['unit', 2.5, 0],
    ['off', 2.5, 1],
  ])('probeClamp=%s on a pixel of %f: red %f', (probeClamp, pixel, red) => {
    const { step, reports } = probedStep({}, pixel);
    create({ probeClamp }).onLosses?.({}, start, step);
    expect(reports['redundancy/video']).toBeCloseTo(red, 3);
    expect(reports['redundancy/audio']).toBeCloseTo(1, 3);
  });

  // 2.5 with noise 0.03.
  test.each([
    ['normalised', [2.2489, 2.4286, 2.53]],
    ['unit', [1, 1, 1]],
    ['off', [2.53, 2.53, 2.53]],
  ])('probeClamp=%s: red, green and blue of a bright pixel are %j', (probeClamp, expected) => {
    let views: number[] = [];
    const { step } = probedStep(
      { encode: (id, input) => (id === 'video' && (views = Array.from(input.dataSync())), tf.reshape(input, [4, -1, 1, 1])) },
      2.5,
    );
    create({ probeClamp }).onLosses?.({}, start, step);
    expect(views.slice(0, 3)).toEqual(expected.map((value) => expect.closeTo(value, 4) as unknown));
  });

  test('probeFeature=pooled compares means over space and frames (by hand)', () => {
    // Every sample's map is [x, −x] over space: it differs between the views, its mean does not.
    const encode: Step['encode'] = (_id, input, how) => {
      const x = tf.reshape(tf.slice(tf.reshape(input, [4, -1]), [0, 0], [4, 1]), [4, 1, 1, 1]);
      const map = tf.concat([x, tf.neg(x)], 1);
      return how?.give === 'features' ? tf.mean(map, [1, 2]) : map;
    };
    const red = (probeFeature: string): number | undefined => {
      const { step, reports } = probedStep({ encode });
      create({ probeFeature }).onLosses?.({}, start, step);
      return reports['redundancy/audio'];
    };
    expect(red('map')).toBeCloseTo(1, 3);
    expect(red('pooled')).toBeCloseTo(0, 9);
  });

  test('noise gives a modality its own deviation; another stays at the default', () => {
    const differences: Record<string, number> = {};
    const encode: Step['encode'] = (id, input) => {
      const rows = tf.reshape(input, [4, -1]);
      differences[id] = (rows.dataSync().at(-1) ?? 0) - (rows.dataSync()[rows.size / 2 - 1] ?? 0);
      return tf.reshape(input, [4, -1, 1, 1]);
    };
    create({ noise: { audio: 0.5 }, noiseDefault: 0.01 }).onLosses?.({}, start, probedStep({ encode }).step);
    // Two deviations apart.
    expect(differences['audio']).toBeCloseTo(1, 5);
    expect(differences['video']).toBeCloseTo(0.02, 5);
    const init = () => create({ noise: { sound: 1 } }).init({ parameters: [], weights: {}, modalities: ['audio', 'video'] });
    expect(init).toThrow(expect.objectContaining({ code: 'link.unknown-modality' }));
  });

  test('averageReset=never keeps the average over the epoch’s end', () => {
    const epoch = { epoch: 0, epochs: 1, parameters: [], report: () => undefined };
    const state = { average: { audio: 3 }, updates: 7, normalised: { audio: 2 } };
    expect(create({ averageReset: 'never' }).onEpochEnd?.({}, state, epoch).state).toBe(state);
    expect(create({}).onEpochEnd?.({}, state, epoch).state).toEqual({
      average: { audio: 0 },
      updates: 0,
      normalised: { audio: 1 },
    });
  });
});

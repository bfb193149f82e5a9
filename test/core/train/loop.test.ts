import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CheckpointInfo, SplitMetrics } from '../../../src/core/contract/trainer.ts';
import { type CheckpointPosition, packCheckpoint, unpackCheckpoint } from '../../../src/core/train/checkpoint.ts';
import { type LoopEnd, type LoopHost, trainLoop, type Wish } from '../../../src/core/train/loop.ts';
import { decodeSafetensors, encodeSafetensors } from '../../../src/core/train/safetensors.ts';
import { Training, type TrainingRequest } from '../../../src/core/train/training.ts';
import { openRuntime } from '../../../src/main/trainer/runtime/open.ts';
import { weightsHash } from '../../../src/main/trainer/weights-hash.ts';
import { madeUpSet, requestFor } from '../../support/made-up-set.ts';

/** The real loop, training and checkpoints on made-up data; 2 epochs of 3 steps. */

const SEED = 3;

beforeAll(async () => {
  await openRuntime('cpu', { threads: 1 });
});

interface Watched {
  readonly host: LoopHost;
  /** Values by step and series, without those under `system/`. */
  readonly points: Map<number, Record<string, number>>;
  readonly clock: Record<string, number>[];
  readonly metrics: Record<string, SplitMetrics>;
  readonly saves: { readonly kind: CheckpointInfo['kind']; readonly position: CheckpointPosition; readonly step: number }[];
  readonly wishes: () => number;
  file: Buffer | null;
}

/** A host that asks for something at its n-th question, and keeps what it is told. Each point comes once. */
function watch(training: () => Training, asks: Readonly<Record<number, Wish>> = {}, dueEvery = Infinity): Watched {
  let [asked, wish, time]: [number, Wish, number] = [0, 'go on', 0];
  const watched: Watched = {
    points: new Map(),
    clock: [],
    metrics: {},
    saves: [],
    file: null,
    wishes: () => asked,
    host: {
      now: () => time++,
      wish: () => Promise.resolve((wish = asks[asked++] ?? wish)),
      points(step, values) {
        const known = watched.points.get(step) ?? {};
        for (const [name, value] of Object.entries(values)) {
          if (name.startsWith('system/')) continue;
          expect(known, `${name} at step ${String(step)} comes once`).not.toHaveProperty([name]);
          known[name] = value;
        }
        watched.points.set(step, known);
        watched.clock.push(Object.fromEntries(Object.entries(values).filter(([name]) => name.startsWith('system/'))));
      },
      progress: () => undefined,
      metrics: (which, _epoch, split, metrics) => void (watched.metrics[`${which} ${split}`] = metrics),
      isSaveDue: () => asked % dueEvery === 0,
      save(kind, position) {
        watched.saves.push({ kind, position, step: training().state.globalStep });
        watched.file = Buffer.concat(encodeSafetensors(packCheckpoint(training().state, position, {})));
        return Promise.resolve(true);
      },
    },
  };
  return watched;
}

interface Ran extends Watched {
  readonly end: LoopEnd;
  readonly hash: string;
}

async function run(request: TrainingRequest, asks: Record<number, Wish> = {}, from?: Buffer, dueEvery?: number): Promise<Ran> {
  const contents = from && unpackCheckpoint(decodeSafetensors(from, 'memory'), request.model, 'memory');
  const training = new Training(request, contents?.state);
  const watched = watch(() => training, asks, dueEvery);
  const end = await trainLoop(training, data, watched.host, SEED, contents?.position);
  const hash = weightsHash(request.model, training.state);
  training.dispose();
  return { ...watched, file: watched.file, end, hash };
}

const data = madeUpSet();

describe.each(['redreg', 'inforeg'])('%s', (method) => {
  const request = requestFor(data, method);

  test('paused at any point, between steps or in the midst of measuring, it ends as if it had never stopped', async () => {
    const whole = await run(request);
    expect(whole.end).toMatchObject({ ended: 'done', step: 6, epochs: 2 });
    // 2 epochs of 3 steps, a batch of validation and two of test; at the end three of training, one and two.
    expect(whole.wishes()).toBe(2 * (3 + 1 + 2) + 3 + 1 + 2);
    const tensors = tf.memory().numTensors;
    // A sample of the moments, others for each method, so that the test stays quick.
    const stride = method === 'redreg' ? 2 : 5;
    for (let at = 0; at < whole.wishes(); at += stride) {
      const first = await run(request, { [at]: 'pause' });
      const wasDone = first.end.ended === 'done';
      expect(first.end.ended, `pause at ${String(at)}`).toBe(at === whole.wishes() - 1 ? 'done' : 'paused');
      const second = wasDone ? first : await run(request, {}, first.file ?? undefined);
      expect(second.hash, `pause at ${String(at)}`).toBe(whole.hash);
      expect(second.end).toEqual(whole.end);
      expect(second.metrics).toEqual(whole.metrics);
      const joined = new Map(first.points);
      if (!wasDone)
        for (const [step, values] of second.points) {
          for (const name of Object.keys(values)) expect(joined.get(step) ?? {}).not.toHaveProperty([name]);
          joined.set(step, { ...joined.get(step), ...values });
        }
      expect(joined).toEqual(whole.points);
    }
    expect(tf.memory().numTensors).toBe(tensors);
  }, 120_000);

  test('saving as often as can be changes no number', async () => {
    const [seldom, often] = [await run(request), await run(request, {}, undefined, 1)];
    expect(often.saves.length).toBeGreaterThan(seldom.saves.length + 5);
    expect(often.hash).toBe(seldom.hash);
    expect(often.points).toEqual(seldom.points);
  });
});

describe('what is asked for', () => {
  const request = requestFor(data, 'joint');

  test('stop: saved where it stands, in mid-epoch, then measured', async () => {
    const { end, saves, metrics } = await run(request, { 8: 'stop' });
    expect(end).toMatchObject({ ended: 'stopped', step: 5, epochs: 1 });
    expect(saves.at(-1)).toMatchObject({ kind: 'last', step: 5, position: { epoch: 1, step: 2 } });
    expect(Object.keys(metrics).sort()).toEqual(['last test', 'last train', 'last validation']);
  });

  test('a stopped run goes on as if it had never stopped', async () => {
    const [whole, first] = [await run(request), await run(request, { 8: 'stop' })];
    const second = await run(request, {}, first.file ?? undefined);
    expect(second.hash).toBe(whole.hash);
    expect(second.end).toEqual(whole.end);
  });

  test('abort: ended at once, nothing saved; while measuring too', async () => {
    expect(await run(request, { 1: 'abort' })).toMatchObject({ end: { ended: 'aborted', step: 1, epochs: 0 }, saves: [] });
    expect(await run(request, { 4: 'abort' })).toMatchObject({ end: { ended: 'aborted', step: 3, epochs: 1 }, saves: [] });
    const twice = await run(request, { 1: 'stop', 2: 'abort' });
    expect(twice).toMatchObject({ end: { ended: 'aborted', step: 1 }, saves: [{ kind: 'last', step: 1 }], metrics: {} });
  });
});

test('an abort that comes while a checkpoint waits to be written: nothing is said to be saved, finished or paused', async () => {
  for (const asks of [{ 1: 'pause' }, { 1: 'stop' }, {}] as const) {
    const training = new Training(requestFor(data, 'joint'));
    const watched = watch(() => training, asks);
    const end = await trainLoop(training, data, { ...watched.host, save: () => Promise.resolve(false) }, SEED);
    expect(end.ended).toBe('aborted');
    expect(watched.metrics).not.toHaveProperty(['last train']);
    training.dispose();
  }
});

describe('the best epoch', () => {
  test('is saved when it comes, travels in the checkpoint, and a later equal one does not take its place', async () => {
    const request = requestFor(data, 'joint', 4);
    const { saves, points, end } = await run(request);
    let best = -1;
    const expected = [3, 6, 9, 12].filter((step) => {
      const accuracy = points.get(step)?.['validation/accuracy'] ?? NaN;
      if (accuracy <= best) return false;
      best = accuracy;
      return true;
    });
    const found = saves.filter(({ kind }) => kind === 'best');
    expect(found.map(({ step }) => step)).toEqual(expected);
    expect(found.at(-1)?.position.best).toEqual({ epoch: end.bestEpoch, accuracy: best });
    expect(saves.at(-1)).toMatchObject({ kind: 'last', position: { epoch: 4, best: { epoch: end.bestEpoch } } });
  });

  test('is chosen on the test split only where the settings ask for it, with or without a validation split', async () => {
    for (const set of [data, madeUpSet({ hasValidation: false })]) {
      const request = requestFor(set, 'joint', 4);
      const training = new Training({ ...request, settings: { ...request.settings, selectOn: 'test' } });
      const watched = watch(() => training);
      const end = await trainLoop(training, set, watched.host, SEED);
      training.dispose();
      const accuracies = [3, 6, 9, 12].map((step) => watched.points.get(step)?.['test/accuracy'] ?? NaN);
      expect(end.bestEpoch).toBe(accuracies.indexOf(Math.max(...accuracies)) + 1);
      const best = watched.saves.filter(({ kind }) => kind === 'best').at(-1);
      expect(best?.position.best).toEqual({ epoch: end.bestEpoch, accuracy: Math.max(...accuracies) });
    }
  });

  test('of before the checkpoint is remembered: what follows must be better', async () => {
    const training = new Training(requestFor(data, 'joint'));
    const watched = watch(() => training);
    const best = { epoch: 1, accuracy: 1 };
    const end = await trainLoop(training, data, watched.host, SEED, { epoch: 1, step: 0, best });
    expect(end).toMatchObject({ ended: 'done', bestEpoch: 1 });
    expect(watched.saves).toMatchObject([{ kind: 'last', position: { epoch: 2, best } }]);
    training.dispose();
  });

  test('without a validation split it is the last one', async () => {
    const set = madeUpSet({ hasValidation: false });
    const training = new Training(requestFor(set, 'joint'));
    const watched = watch(() => training);
    const end = await trainLoop(training, set, watched.host, SEED);
    expect(end).toMatchObject({ ended: 'done', bestEpoch: 2 });
    expect(watched.saves).toMatchObject([
      { kind: 'last', step: 6 },
      { kind: 'best', step: 6 },
    ]);
    training.dispose();
  });
});

test('the wait for data is reported for each step, and its share of each epoch', async () => {
  const { clock } = await run(requestFor(data, 'joint'));
  // The clock goes on by one at each look: each wait is 1.
  const steps = clock.filter((values) => 'system/data-wait' in values);
  expect(steps.map((values) => values['system/data-wait'])).toEqual([1, 1, 1, 1, 1, 1]);
  // Looks in an epoch: at its start; for each batch when it is asked for and when it comes, and when the end is asked for; at its end. 3 of 8.
  const shares = clock.flatMap((values) => values['system/data-wait-share'] ?? []);
  expect(shares).toEqual([3 / 8, 3 / 8]);
});

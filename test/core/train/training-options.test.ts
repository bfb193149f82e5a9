import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Tensors } from '../../../src/core/nn/parameter.ts';
import { findMethod } from '../../../src/core/methods/index.ts';
import { assemble } from '../../../src/core/train/assemble.ts';
import { chain } from '../../../src/core/train/chain.ts';
import { RunConfig } from '../../../src/core/train/config.ts';
import { disposeBatch, toDevice } from '../../../src/core/train/device-batch.ts';
import type { Link, LossGradientWish } from '../../../src/core/train/link.ts';
import { buildChain } from '../../../src/core/train/method.ts';
import { Training } from '../../../src/core/train/training.ts';
import { openRuntime } from '../../../src/main/trainer/runtime/open.ts';
import { BATCH, madeUpSet } from '../../support/made-up-set.ts';

/** What options ask of the training step itself, with the real model. */

const data = madeUpSet();

beforeAll(async () => {
  await openRuntime('cpu', { threads: 1 });
});

function trainingOf(links: RunConfig['links'], more: readonly Link[] = []): Training {
  const config = RunConfig.parse({
    method: 'redreg',
    links,
    data: { layout: 'crema-d', name: 'none', root: '/' },
    model: { width: 4 },
    training: { epochs: 2, batch: BATCH, learningRate: 1e-3 },
    diagnostics: { geometryEvery: 0 },
  });
  const request = assemble(config, { modalities: data.modalities, classes: 2, trainSamples: data.train.n });
  return new Training({ ...request, chain: chain('mine', [...buildChain(findMethod('redreg'), links).links, ...more]) });
}

async function firstStep(training: Training): Promise<Record<string, number>> {
  const request = { seed: 0, epoch: 0, batch: BATCH, training: true };
  for await (const host of data.batches(data.train, request)) {
    const batch = toDevice(host);
    const values = training.step(batch, 0, training.state.globalStep);
    disposeBatch(batch);
    return values;
  }
  throw new Error('The set has no batch.');
}

describe('batchNorm=freeze', () => {
  const moved = async (batchNorm: string): Promise<{ dropped: string; moved: string[] }> => {
    // p = 1: a modality is dropped in each step.
    const training = trainingOf({ 'modality-dropout': { from: 1, to: 1, batchNorm } });
    const values = await firstStep(training);
    const owners = new Set<string>();
    for (const { name, owner, initial } of training.request.model.buffers)
      if (Array.from(training.state.buffers[name]?.dataSync() ?? []).some((v) => v !== initial)) owners.add(owner);
    training.dispose();
    return { dropped: values['modality-dropout/dropped/audio'] === 1 ? 'audio' : 'video', moved: [...owners].sort() };
  };

  test('leaves the running statistics of the dropped modality alone; update moves them', async () => {
    const { dropped, moved: owners } = await moved('freeze');
    expect(owners).toEqual(['audio', 'video'].filter((id) => id !== dropped));
    expect((await moved('update')).moved).toEqual(['audio', 'video']);
  });
});

describe('a loss’s own gradient', () => {
  const asked = async (wishes: readonly LossGradientWish[], links: RunConfig['links']) => {
    const seen: Record<string, Record<string, number[]>> = {};
    const numbers = (tensors: Tensors): Record<string, number[]> =>
      Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, Array.from(tensor.dataSync())]));
    let isPlain = false;
    const spy: Link = {
      id: 'spy',
      init: () => null,
      lossGradients: () => wishes,
      onGradients(gradients, state, step) {
        for (const [loss, own] of Object.entries(step.lossGradients)) seen[loss] = numbers(own);
        seen['plain'] = numbers(step.plainGradients);
        isPlain = step.lossGradients['fused'] === step.plainGradients;
        return { value: gradients, state };
      },
    };
    const before = tf.memory().numTensors;
    const training = trainingOf({ 'modality-dropout': 'off', ...links }, [spy]);
    await firstStep(training);
    training.dispose();
    expect(tf.memory().numTensors).toBe(before);
    return { seen, isPlain };
  };

  test('is that of the encoders asked for alone, and the losses’ gradients add up to the plain one', async () => {
    const { seen } = await asked(
      ['fused', 'audio'].map((loss) => ({ loss, modalities: ['audio'] })),
      {},
    );
    const names = Object.keys(seen['fused'] ?? {});
    expect(names.length).toBe(60);
    expect(names.every((name) => name.startsWith('audio.'))).toBe(true);
    for (const name of names) {
      const plain = seen['plain']?.[name] ?? [];
      const size = Math.max(...plain.map(Math.abs));
      for (const [i, value] of plain.entries())
        expect(Math.abs((seen['fused']?.[name]?.[i] ?? NaN) + (seen['audio']?.[name]?.[i] ?? NaN) - value)).toBeLessThan(
          1e-4 * size + 1e-6,
        );
    }
  });

  test('costs no backward where the loss is the only one', async () => {
    const { isPlain } = await asked([{ loss: 'fused', modalities: ['audio'] }], { 'unimodal-losses': 'off' });
    expect(isPlain).toBe(true);
    expect((await asked([{ loss: 'fused', modalities: ['audio'] }], {})).isPlain).toBe(false);
  });

  test('is not computed where nobody asks', async () => {
    const { seen } = await asked([], {});
    expect(Object.keys(seen)).toEqual(['plain']);
  });
});

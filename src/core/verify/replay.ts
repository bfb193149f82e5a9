import { add, tensor, tensor1d, type Tensor, tidy, transpose } from '@tensorflow/tfjs-core';
import type { ModalityInfo } from '../data/dataset.ts';
import { diagnosticsPreset } from '../diagnostics/settings.ts';
import { lateFusion, type Model } from '../nn/late-fusion.ts';
import type { Tensors } from '../nn/parameter.ts';
import { findMethod } from '../methods/index.ts';
import { ModelSettings, TrainingSettings } from '../train/config.ts';
import type { Chain } from '../train/chain.ts';
import { buildChain } from '../train/method.ts';
import { type DeviceBatch, Training } from '../train/training.ts';
import type { RunChance } from '../tensor/random.ts';
import { ourName } from './names.ts';
import {
  imageFromPyTorch,
  normalArray,
  spectrogramFromPyTorch,
  toPyTorch,
  uniform,
  uniformArray,
  weightFromPyTorch,
} from './portable.ts';
import type { Recorded } from './recorded.ts';

/** What a replay found, in the recorded run's own order. */
export interface Replayed {
  /** Every step's series. */
  readonly steps: readonly Readonly<Record<string, number>>[];
  /** After each epoch: fused logits of batch 0 in evaluation, row by row. */
  readonly logits: readonly (readonly (readonly number[])[])[];
  /** After the last epoch, by official name, PyTorch's order. */
  readonly values: ReadonlyMap<string, Float32Array>;
  /** Final gradients of the first step, by official name. */
  readonly gradients: ReadonlyMap<string, Float32Array>;
  /** Per epoch, what links report at its end, and the official figures. */
  readonly epochs: readonly Readonly<Record<string, number>>[];
}

const METHOD: Readonly<Record<Recorded['method'], string>> = {
  redreg: 'redreg',
  inforeg: 'inforeg',
  normal: 'joint',
  ogm: 'ogm',
  ogmge: 'ogm-ge',
};

/** Parts of the mathematics that may be left out on purpose, to show that the comparison notices. */
export type Mutate = (chain: Chain) => Chain;

/**
 * Replays a recorded run with this program's own model, chain, optimiser and loop, taking every random number from the recording's
 * portable generator. `onStep` after each step, for progress.
 */
export function replay(
  recorded: Recorded,
  onStep: (done: number, total: number) => void = () => undefined,
  mutate: Mutate = (c) => c,
): Replayed {
  const modalities = modalitiesOf(recorded);
  const method = findMethod(METHOD[recorded.method]);
  const model = lateFusion({ modalities, classes: recorded.classes, settings: ModelSettings.parse({}), scoring: method.scoring });
  const links = recorded.method.startsWith('ogm') ? { 'gradient-scaling': { alpha: recorded.alpha } } : {};
  const settings = TrainingSettings.parse({
    ...method.official,
    epochs: recorded.epochs_total,
    batch: recorded.B,
    learningRate: recorded.lr,
  });
  const gradients = new Map<string, Float32Array>();
  let first = true;
  const training = new Training({
    model,
    modalities,
    chain: mutate(buildChain(method, links)),
    settings,
    chance: recordedChance(recorded),
    stepsPerEpoch: recorded.steps_per_epoch,
    averageGradients: true,
    diagnostics: { ...diagnosticsPreset('off'), official: true },
    observe: (final) => {
      if (first && recorded.mode !== 'short' && recorded.mode !== 'long') collect(recorded, final, gradients);
      first = false;
    },
  });
  try {
    return { ...run(recorded, training, model, onStep), gradients };
  } finally {
    training.dispose();
  }
}

function run(
  recorded: Recorded,
  training: Training,
  model: Model,
  onStep: (done: number, total: number) => void,
): Omit<Replayed, 'gradients'> {
  training.setWeights(recordedWeights(recorded), { anchored: true });
  if (recorded.mode !== 'short' && recorded.mode !== 'long')
    training.setWeights(displaced(recorded, training.state.weights), { anchored: false });
  const steps: Record<string, number>[] = [];
  const logits: number[][][] = [];
  const epochs: Record<string, number>[] = [];
  const total = recorded.epochs_run * recorded.steps_per_epoch;
  for (let epoch = 0; epoch < recorded.epochs_run; epoch++) {
    for (let step = 0; step < recorded.steps_per_epoch; step++) {
      const batch = batchOf(recorded, step);
      steps.push(training.step(batch, epoch, step));
      disposeBatch(batch);
      onStep(steps.length, total);
    }
    epochs.push(training.endEpoch(epoch));
    logits.push(evaluated(recorded, training));
  }
  const values = new Map<string, Float32Array>();
  collect(recorded, { ...training.state.weights, ...training.state.buffers }, values);
  for (const { name } of model.buffers)
    values.set(officialBuffer(name), Float32Array.from(training.state.buffers[name]?.dataSync() ?? []));
  return { steps, logits, values, epochs };
}

function evaluated(recorded: Recorded, training: Training): number[][] {
  const batch = batchOf(recorded, 0);
  const { fused, unimodal } = training.predict(batch.inputs);
  const rows = fused.arraySync() as number[][];
  for (const t of [fused, ...Object.values(unimodal)]) t.dispose();
  disposeBatch(batch);
  return rows;
}

const officialBuffer = (name: string): string => name.replace(/^audio\./, 'audio_net.').replace(/^video\./, 'visual_net.');

function modalitiesOf({ spec, image }: Recorded): ModalityInfo[] {
  const [, channels = 3, frames = 1, height = 1, width = 1] = image;
  return [
    { id: 'audio', kind: 'spectrogram', shape: [...spec.slice(1), 1] },
    { id: 'video', kind: 'frames', shape: [frames, height, width, channels] },
  ];
}

const size = (shape: readonly number[]): number => shape.reduce((total, n) => total * n, 1);

function batchOf(recorded: Recorded, index: number): DeviceBatch {
  const shift = index + 1000 * recorded.scenario;
  const labels = Int32Array.from(
    uniformArray(700 + shift, recorded.B, (u) => u * recorded.classes),
    Math.floor,
  );
  return {
    inputs: {
      audio: spectrogramFromPyTorch(
        normalArray(500 + shift, size(recorded.spec), (x) => 2 * x - 3),
        recorded.spec,
      ),
      video: imageFromPyTorch(normalArray(600 + shift, size(recorded.image)), recorded.image),
    },
    labels: tensor1d(labels, 'int32'),
  };
}

function disposeBatch({ inputs, labels }: DeviceBatch): void {
  for (const input of [...Object.values(inputs), labels]) input.dispose();
}

function recordedWeights(recorded: Recorded): Tensors {
  const weights: Record<string, Tensor> = {};
  for (const [official, seed, shape] of recorded.parameters) {
    const name = ourName(official);
    if (name) weights[name] = weightFromPyTorch(firstValues(official, seed, shape), shape);
  }
  return weights;
}

function firstValues(official: string, seed: number, shape: readonly number[]): Float32Array {
  const count = size(shape);
  if (shape.length === 4) return normalArray(seed, count, (x) => x * convolutionScale(shape));
  if (shape.length === 2) return normalArray(seed, count, (x) => x * Math.sqrt(2 / ((shape[0] ?? 1) + (shape[1] ?? 1))));
  return uniformArray(seed, count, official.endsWith('bias') ? (u) => 0.2 * (u - 0.5) : (u) => 1 + 0.2 * (u - 0.5));
}

/** √(2 / (out · h · w)) of [out, in, h, w]. */
const convolutionScale = (shape: readonly number[]): number =>
  Math.sqrt(2 / ((shape[0] ?? 1) * (shape[2] ?? 1) * (shape[3] ?? 1)));

/** Both encoders moved away from the anchor at full size; `closed` runs also silence half of the last channels of each. */
function displaced(recorded: Recorded, weights: Tensors): Tensors {
  const moved: Record<string, Tensor> = {};
  for (const [official, seed, shape] of recorded.parameters) {
    const name = ourName(official);
    const weight = name ? weights[name] : undefined;
    if (!name || !weight || !official.includes('_net.')) continue;
    const scale = shape.length === 4 ? 0.5 * convolutionScale(shape) : 0.1;
    moved[name] = tidy(() => {
      const offset = weightFromPyTorch(
        normalArray(seed + 20000, size(shape), (x) => x * scale),
        shape,
      );
      const there = add(weight, offset);
      return recorded.mode === 'closed' && official.endsWith('layer4.1.bn2.bias') ? add(there, silence(official, shape)) : there;
    });
  }
  return moved;
}

function silence(official: string, [channels = 0]: readonly number[]): Tensor {
  const first = official.startsWith('audio');
  return tensor(Float32Array.from({ length: channels }, (_, i) => (i < channels / 2 === first ? -50 : 0)));
}

function collect(recorded: Recorded, tensors: Tensors, into: Map<string, Float32Array>): void {
  for (const [official] of recorded.parameters) {
    const value = tensors[ourName(official) ?? ''];
    if (value) into.set(official, toPyTorch(value));
  }
}

/**
 * The recorded scripts' draws: RedReg makes five calls a step (one rand, then audio view 1, 2 and image view 1, 2); OGM-GE one a
 * convolution gradient, in the order of the parameters.
 */
function recordedChance(recorded: Recorded): RunChance {
  const seedOf = (call: number): number => 20000 + call + 5000 * recorded.scenario;
  const convolutions = recorded.parameters.filter(([, , shape]) => shape.length === 4).map(([official]) => ourName(official));
  const probes = ['probe/audio/1', 'probe/audio/2', 'probe/video/1', 'probe/video/2'];
  return {
    uniform: (_stream, step) => uniform(seedOf(5 * step)),
    uniforms() {
      throw new Error('The recorded scripts have ResNets, which drop nothing.');
    },
    normal(stream, step, shape) {
      const probe = probes.indexOf(stream);
      if (probe >= 0) return probeNoise(recorded, seedOf(5 * step + 1 + probe), stream);
      const index = convolutions.indexOf(stream.slice('gradient-noise/'.length));
      if (stream.startsWith('initial/') || index < 0) return tensor(new Float32Array(size(shape)), [...shape]);
      const [h = 1, w = 1, from = 1, to = 1] = shape;
      const values = normalArray(seedOf(convolutions.length * step + index), size(shape));
      return tidy(() => transpose(tensor(values, [to, from, h, w]), [2, 3, 1, 0]));
    },
  };
}

const probeNoise = (recorded: Recorded, seed: number, stream: string): Tensor =>
  stream.startsWith('probe/audio')
    ? spectrogramFromPyTorch(normalArray(seed, size(recorded.spec)), recorded.spec)
    : imageFromPyTorch(normalArray(seed, size(recorded.image)), recorded.image);

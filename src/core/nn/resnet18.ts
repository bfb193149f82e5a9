import { add, conv2d, maxPool, mean, pad, relu, reshape, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { batchNormInference, batchNormTraining } from '../tensor/batch-norm.ts';
import type { Encoded, Encoder } from './encoder.ts';
import type { BufferInfo, ParameterInfo, Tensors } from './parameter.ts';

const EPSILON = 1e-5;
const STAGES = [
  { stride: 1, factor: 1 },
  { stride: 2, factor: 2 },
  { stride: 2, factor: 4 },
  { stride: 2, factor: 8 },
] as const;

export interface ResNet18Settings {
  /** Prefix of every name, the modality's id. */
  readonly owner: string;
  /** Shape of one sample: [h, w, c] or, for several frames, [t, h, w, c]. */
  readonly sample: readonly number[];
  /** Channels of the first stage; 64 in the paper. The features have eight times as many. */
  readonly width: number;
}

/** One convolution with its batch norm. */
interface Unit {
  readonly conv: string;
  readonly norm: string;
  readonly kernel: number;
  readonly stride: number;
  readonly from: number;
  readonly to: number;
  readonly stage: string;
}

/**
 * ResNet-18 without average pool and classifier: stem 7x7/2, max pool 3x3/2, four stages of two basic blocks, then the mean over
 * space (and frames). [B, h, w, c] or [B, t, h, w, c] → features [B, 8·width], map [B·t, h/32, w/32, 8·width].
 *
 * Padding is PyTorch's (symmetric). The max pool pads with zeros, which equals minus infinity there because its input is a ReLU's output.
 * Source: `models/backbone.py` of RedReg, InfoReg and OGM-GE, identical (methods.md 4.1). Names are PyTorch's behind `<owner>.`.
 */
export function resnet18(settings: ResNet18Settings): Encoder {
  const { owner, width, sample } = settings;
  const channels = sample.at(-1) ?? 1;
  const units = unitsOf(width, channels);
  const name = (local: string): string => `${owner}.${local}`;
  return {
    parameters: units.flatMap((unit) => parametersOf(unit, owner)),
    buffers: units.flatMap((unit): BufferInfo[] => [
      { name: name(`${unit.norm}.running_mean`), shape: [unit.to], owner, initial: 0 },
      { name: name(`${unit.norm}.running_var`), shape: [unit.to], owner, initial: 1 },
    ]),
    width: width * 8,
    macs: countMacs(sample, width),
    forward: (weights, buffers, input, training) => forward({ owner, width, weights, buffers, training, statistics: {} }, input),
  };
}

function unitsOf(width: number, channels: number): Unit[] {
  const units: Unit[] = [{ conv: 'conv1', norm: 'bn1', kernel: 7, stride: 2, from: channels, to: width, stage: 'stem' }];
  let from = width;
  for (const [i, { stride, factor }] of STAGES.entries()) {
    const stage = `layer${String(i + 1)}`;
    const to = width * factor;
    for (const block of [0, 1]) {
      const at = `${stage}.${String(block)}`;
      const first = block === 0 ? { from, stride } : { from: to, stride: 1 };
      units.push({ conv: `${at}.conv1`, norm: `${at}.bn1`, kernel: 3, ...first, to, stage });
      units.push({ conv: `${at}.conv2`, norm: `${at}.bn2`, kernel: 3, stride: 1, from: to, to, stage });
      if (first.stride !== 1 || first.from !== to)
        units.push({ conv: `${at}.downsample.0`, norm: `${at}.downsample.1`, kernel: 1, ...first, to, stage });
    }
    from = to;
  }
  return units;
}

function parametersOf(unit: Unit, owner: string): ParameterInfo[] {
  const common = { owner, part: 'encoder', stage: unit.stage } as const;
  return [
    {
      ...common,
      name: `${owner}.${unit.conv}.weight`,
      shape: [unit.kernel, unit.kernel, unit.from, unit.to],
      kind: 'convolution',
    },
    { ...common, name: `${owner}.${unit.norm}.weight`, shape: [unit.to], kind: 'norm-scale' },
    { ...common, name: `${owner}.${unit.norm}.bias`, shape: [unit.to], kind: 'norm-shift' },
  ];
}

interface Forward {
  readonly owner: string;
  readonly width: number;
  readonly weights: Tensors;
  readonly buffers: Tensors;
  readonly training: boolean;
  /** Filled on the way. */
  readonly statistics: Record<string, Tensor>;
}

function forward(f: Forward, input: Tensor): Encoded {
  const [batch = 1, ...rest] = input.shape;
  const frames = rest.length === 4 ? (rest[0] ?? 1) : 1;
  const images = rest.length === 4 ? reshape(input, [batch * frames, ...rest.slice(1)]) : input;
  let x = relu(normalised(f, convolution(f, images, 'conv1', 7, 2), 'bn1'));
  x = maxPool(padded(x, 1), 3, 2, 'valid');
  let from = f.width;
  for (const [i, { stride, factor }] of STAGES.entries()) {
    for (const block of [0, 1]) {
      const first = block === 0 ? { from, stride } : { from: f.width * factor, stride: 1 };
      x = basicBlock(
        f,
        x,
        `layer${String(i + 1)}.${String(block)}`,
        first.stride,
        first.stride !== 1 || first.from !== f.width * factor,
      );
    }
    from = f.width * factor;
  }
  const [, h = 1, w = 1, depth = 1] = x.shape;
  return { map: x, features: mean(reshape(x, [batch, frames * h * w, depth]), 1), statistics: f.statistics };
}

function basicBlock(f: Forward, x: Tensor4D, at: string, stride: number, downsample: boolean): Tensor4D {
  const inner = relu(normalised(f, convolution(f, x, `${at}.conv1`, 3, stride), `${at}.bn1`));
  const outer = normalised(f, convolution(f, inner, `${at}.conv2`, 3, 1), `${at}.bn2`);
  const shortcut = downsample ? normalised(f, convolution(f, x, `${at}.downsample.0`, 1, stride), `${at}.downsample.1`) : x;
  return relu(add(outer, shortcut));
}

/** Stride 1 with an odd kernel: SAME is symmetric. Otherwise pad as PyTorch does, then VALID. */
function convolution(f: Forward, x: Tensor, local: string, kernel: number, stride: number): Tensor4D {
  const weight = named(f.weights, `${f.owner}.${local}.weight`) as Tensor4D;
  if (stride === 1) return conv2d(x as Tensor4D, weight, 1, 'same');
  return conv2d(kernel === 1 ? (x as Tensor4D) : padded(x, (kernel - 1) / 2), weight, stride, 'valid');
}

const padded = (x: Tensor, by: number): Tensor4D =>
  pad(x, [
    [0, 0],
    [by, by],
    [by, by],
    [0, 0],
  ]) as Tensor4D;

function normalised(f: Forward, x: Tensor4D, local: string): Tensor4D {
  const at = `${f.owner}.${local}`;
  const [scale, offset] = [named(f.weights, `${at}.weight`), named(f.weights, `${at}.bias`)];
  if (!f.training) {
    const statistics = { mean: named(f.buffers, `${at}.running_mean`), variance: named(f.buffers, `${at}.running_var`) };
    return batchNormInference(x, statistics, scale, offset, EPSILON) as Tensor4D;
  }
  const result = batchNormTraining(x, scale, offset, EPSILON);
  f.statistics[`${at}.running_mean`] = result.mean;
  f.statistics[`${at}.running_var`] = result.variance;
  return result.y as Tensor4D;
}

function named(tensors: Tensors, name: string): Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new Error(`The encoder was given no tensor named ${name}.`);
  return tensor;
}

function countMacs(sample: readonly number[], width: number): number {
  const [frames, h0, w0, channels] = sample.length === 4 ? sample : [1, ...sample];
  let [h, w] = [half(h0 ?? 1), half(w0 ?? 1)];
  let total = 0;
  let resolution = 0;
  for (const unit of unitsOf(width, channels ?? 1)) {
    if (unit.stage !== 'stem' && resolution === 0) {
      [h, w] = [half(h), half(w)];
      resolution = 1;
    }
    if (unit.stride === 2 && unit.kernel === 3) [h, w] = [half(h), half(w)];
    total += h * w * unit.kernel * unit.kernel * unit.from * unit.to;
  }
  return total * (frames ?? 1);
}

const half = (n: number): number => Math.floor((n - 1) / 2) + 1;

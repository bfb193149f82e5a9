import { concat, mean, reshape, slice, type Tensor } from '@tensorflow/tfjs-core';
import type { Encoded, Encoder, ForwardMode } from './encoder.ts';
import { type BufferInfo, named, type ParameterInfo, type Tensors } from './parameter.ts';
import { type Block, residualBlock, residualBlockInference } from './residual-block.ts';
import { stem, stemInference } from './stem.ts';
import type { UnitStatistics, UnitWeights } from './unit.ts';

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
 * Padding is PyTorch's (symmetric).
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
    firstMacs: stemMacs(sample, width),
    forward: (weights, buffers, input, mode) => forward({ owner, weights, buffers, mode, statistics: {} }, input),
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
  readonly weights: Tensors;
  readonly buffers: Tensors;
  readonly mode: ForwardMode;
  /** Filled on the way, in training. */
  readonly statistics: Record<string, Tensor>;
}

/**
 * Pictures that go through together in evaluation: enough to keep every core busy, few enough that the stem's maps, by far the largest,
 * take some 150 MB each whatever the batch. In evaluation pictures do not meet, so the result is the same.
 */
const EVALUATED_TOGETHER = 48;

function forward(f: Forward, input: Tensor): Encoded {
  const [batch = 1, ...rest] = input.shape;
  const frames = rest.length === 4 ? (rest[0] ?? 1) : 1;
  const images = rest.length === 4 ? reshape(input, [batch * frames, ...rest.slice(1)]) : input;
  const map = f.mode === 'evaluation' ? evaluated(f, images) : trained(f, images);
  const [, h = 1, w = 1, depth = 1] = map.shape;
  return { map, features: mean(reshape(map, [batch, frames * h * w, depth]), 1), statistics: f.statistics };
}

function trained(f: Forward, images: Tensor): Tensor {
  const careful = f.mode === 'training-carefully';
  let x = stem(images, weightsOf(f, 'conv1', 'bn1'), careful, (found) => note(f, 'bn1', found));
  for (const { at, stride, shortcut } of blocksOf()) {
    const names = namesOf(at, shortcut);
    const weights = mapBlock(names, ({ conv, norm }) => weightsOf(f, conv, norm));
    x = residualBlock(x, weights, { stride, careful }, (found) => {
      for (const part of ['first', 'second', 'shortcut'] as const) {
        const [name, statistics] = [names[part], found[part]];
        if (name && statistics) note(f, name.norm, statistics);
      }
    });
  }
  return x;
}

function evaluated(f: Forward, images: Tensor): Tensor {
  const count = images.shape[0] ?? 1;
  if (count <= EVALUATED_TOGETHER) return evaluatedTogether(f, images);
  const maps: Tensor[] = [];
  for (let from = 0; from < count; from += EVALUATED_TOGETHER) {
    const some = slice(images, [from], [Math.min(EVALUATED_TOGETHER, count - from)]);
    maps.push(evaluatedTogether(f, some));
    some.dispose();
  }
  const map = concat(maps, 0);
  for (const part of maps) part.dispose();
  return map;
}

function evaluatedTogether(f: Forward, images: Tensor): Tensor {
  let x = stemInference(images, weightsOf(f, 'conv1', 'bn1'), statisticsOf(f, 'bn1'));
  for (const { at, stride, shortcut } of blocksOf()) {
    const names = namesOf(at, shortcut);
    const weights = mapBlock(names, ({ conv, norm }) => weightsOf(f, conv, norm));
    const y = residualBlockInference(
      x,
      weights,
      mapBlock(names, ({ norm }) => statisticsOf(f, norm)),
      stride,
    );
    x.dispose();
    x = y;
  }
  return x;
}

/** The eight basic blocks in order. */
const blocksOf = (): { readonly at: string; readonly stride: number; readonly shortcut: boolean }[] =>
  STAGES.flatMap(({ stride, factor }, i) =>
    [0, 1].map((block) => ({
      at: `layer${String(i + 1)}.${String(block)}`,
      stride: block === 0 ? stride : 1,
      shortcut: block === 0 && (stride !== 1 || factor !== 1),
    })),
  );

interface UnitName {
  readonly conv: string;
  readonly norm: string;
}

const namesOf = (at: string, shortcut: boolean): Block<UnitName> => ({
  first: { conv: `${at}.conv1`, norm: `${at}.bn1` },
  second: { conv: `${at}.conv2`, norm: `${at}.bn2` },
  shortcut: shortcut ? { conv: `${at}.downsample.0`, norm: `${at}.downsample.1` } : null,
});

const mapBlock = <A, B>({ first, second, shortcut }: Block<A>, f: (unit: A) => B): Block<B> => ({
  first: f(first),
  second: f(second),
  shortcut: shortcut && f(shortcut),
});

const weightsOf = ({ owner, weights }: Forward, conv: string, norm: string): UnitWeights => ({
  filter: named(weights, `${owner}.${conv}.weight`),
  scale: named(weights, `${owner}.${norm}.weight`),
  offset: named(weights, `${owner}.${norm}.bias`),
});

const statisticsOf = ({ owner, buffers }: Forward, norm: string): UnitStatistics => ({
  mean: named(buffers, `${owner}.${norm}.running_mean`),
  variance: named(buffers, `${owner}.${norm}.running_var`),
});

function note(f: Forward, norm: string, found: UnitStatistics): void {
  f.statistics[`${f.owner}.${norm}.running_mean`] = found.mean;
  f.statistics[`${f.owner}.${norm}.running_var`] = found.variance;
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

/** Of one sample's stem: 7x7 with stride 2 and symmetric padding. */
function stemMacs(sample: readonly number[], width: number): number {
  const [frames = 1, height = 1, across = 1, channels = 1] = sample.length === 4 ? sample : [1, ...sample];
  return frames * half(height) * half(across) * 7 * 7 * channels * width;
}

const half = (n: number): number => Math.floor((n - 1) / 2) + 1;

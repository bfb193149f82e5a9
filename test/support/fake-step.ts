import { ones, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { ParameterInfo } from '../../src/core/nn/parameter.ts';
import type { SignalName, Signals, Step } from '../../src/core/train/link.ts';

export interface FakeStep {
  readonly step: Step;
  /** What links wrote and what the test put in. */
  readonly signals: Partial<Signals>;
  /** Reported values, tensors read back. */
  readonly reports: Readonly<Record<string, number>>;
}

/** A step of two modalities, audio and video, for calling a link's hooks by hand. Chance gives the uniform number 0.5 and normal numbers 1. */
export function fakeStep(own: Partial<Step> = {}, signals: Partial<Signals> = {}): FakeStep {
  const written: Partial<Signals> = { ...signals };
  const reports: Record<string, number> = {};
  const step: Step = {
    epoch: 0,
    epochs: 80,
    step: 0,
    globalStep: 0,
    modalities: [
      { id: 'audio', kind: 'spectrogram', shape: [1, 1, 1] },
      { id: 'video', kind: 'frames', shape: [1, 1, 1, 3] },
    ],
    parameters: [],
    weights: {},
    chance: { uniform: () => 0.5, normal: (_stream, _step, shape) => ones([...shape]) },
    labels: tensor1d([0], 'int32'),
    cleanInputs: {},
    features: {},
    unimodalLogits: {},
    plainGradients: {},
    lossGradients: {},
    encode: () => {
      throw new Error('This step has no encoder.');
    },
    logitsOf: () => {
      throw new Error('This step has no model.');
    },
    read<N extends SignalName>(signal: N, neutral?: Signals[N]): Signals[N] {
      const value = written[signal] ?? neutral;
      if (value === undefined) throw new Error(`Nothing has written the signal ${signal}.`);
      return value as Signals[N];
    },
    write<N extends SignalName>(signal: N, value: Signals[N]) {
      written[signal] = value;
    },
    report: (name, value) => {
      reports[name] = typeof value === 'object' ? (value.dataSync()[0] ?? Number.NaN) : Number(value);
    },
    ...own,
  };
  return { step, signals: written, reports };
}

/** A convolution of an encoder by default. */
export const parameter = (name: string, owner: string | null, more: Partial<ParameterInfo> = {}): ParameterInfo => ({
  name,
  owner,
  shape: [1, 1, 1, 1],
  part: 'encoder',
  kind: 'convolution',
  stage: 'stem',
  ...more,
});

export const numbers = (tensor: Tensor | undefined): number[] => Array.from(tensor?.dataSync() ?? []);

import { tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { ModalityInfo } from '../data/dataset.ts';
import type { Draw } from '../nn/dropout.ts';
import type { Model } from '../nn/late-fusion.ts';
import type { Tensors } from '../nn/parameter.ts';
import type { Chance } from '../tensor/random.ts';
import { untaped } from '../tensor/record.ts';
import type { SignalName, Signals, Step } from './link.ts';

/** Where in the training a step stands. */
export interface Position {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly globalStep: number;
}

/** What the steps of all links share: filled phase by phase by the trainer, read by the links through {@link stepOf}. */
export interface StepContext {
  readonly position: Position;
  readonly model: Model;
  readonly modalities: readonly ModalityInfo[];
  readonly chance: Chance;
  /** Chance for the dropout inside encoders: of the run's seed, the place and the step. */
  readonly draw: Draw;
  readonly weights: Tensors;
  readonly labels: Tensor;
  readonly cleanInputs: Tensors;
  /** With the statistics of this step's training forward already in them, as in the official scripts. */
  buffers: Tensors;
  features: Tensors;
  unimodalLogits: Tensors;
  plainGradients: Tensors;
  lossGradients: Readonly<Record<string, Tensors>>;
  readonly signals: Partial<Signals>;
  readonly reports: Record<string, number | Tensor>;
  /** The link whose hook was called last, for the message of a run that went astray. */
  lastLink: string;
}

/** The step as one link sees it. Its reports go under its own name. */
export function stepOf(context: StepContext, link: string): Step {
  context.lastLink = link;
  return {
    ...context.position,
    modalities: context.modalities,
    parameters: context.model.parameters,
    weights: context.weights,
    chance: context.chance,
    labels: context.labels,
    cleanInputs: context.cleanInputs,
    features: context.features,
    unimodalLogits: context.unimodalLogits,
    plainGradients: context.plainGradients,
    lossGradients: context.lossGradients,
    encode(modality, input, { statistics = 'running', give = 'map' } = {}) {
      const encoder = context.model.encoders[modality];
      if (!encoder) throw new Error(`The model has no encoder of the modality ${modality}.`);
      const { weights, buffers, draw } = context;
      const mode = statistics === 'batch' ? 'training' : 'evaluation';
      const options = { ...(mode === 'training' ? { draw } : {}), onlyFeatures: give === 'features' };
      return untaped(() => tidy(() => encoder.forward(weights, buffers, input, mode, options)[give]));
    },
    logitsOf: (features) =>
      untaped(
        () =>
          tidy(() =>
            Object.fromEntries(
              context.modalities.map(({ id }) => [id, context.model.unimodal(context.weights, features, id, true)]),
            ),
          ) as Tensors,
      ),
    read<N extends SignalName>(signal: N, neutral?: Signals[N]): Signals[N] {
      const value = context.signals[signal] ?? neutral;
      if (value === undefined)
        throw new Error(`The link ${link} reads the signal ${signal}, which nothing has written in this step.`);
      return value as Signals[N];
    },
    write<N extends SignalName>(signal: N, value: Signals[N]) {
      (context.signals as Record<string, unknown>)[signal] = value;
    },
    report: (name, value) => {
      context.reports[`${link}/${name}`] = typeof value === 'boolean' ? Number(value) : value;
    },
  };
}

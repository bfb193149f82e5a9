import type { Tensor } from '@tensorflow/tfjs-core';
import type { ModalityInfo } from '../data/dataset.ts';
import type { ParameterInfo, Tensors } from '../nn/parameter.ts';
import type { Chance } from '../tensor/random.ts';

/** What links tell each other within a step. A new kind of message is one line here. */
export interface Signals {
  /** Per modality: probability of the true class, mean or sum over the batch as the method has it. */
  trueProbability: Readonly<Record<string, number>>;
  /** Per modality: relative growth of the score over the window (S in RedReg's figure). */
  growth: Readonly<Record<string, number>>;
  /** Per modality: strength of the regulation term (β), 0 = none. */
  suppression: Readonly<Record<string, number>>;
  /** 1 or 0: whether the modalities agree enough for suppression. */
  agreement: number;
  /** Per modality: factor of the gradient (OGM's k). */
  coefficient: Readonly<Record<string, number>>;
  /** Per modality: whether this epoch lies in its prime learning window (InfoReg). */
  learningWindow: Readonly<Record<string, boolean>>;
  /** Per modality: share of the batch, 0 to 1, whose input or features were zeroed in this step. */
  dropped: Readonly<Record<string, number>>;
  /** Modalities whose running statistics of batch norm stay as they are in this step. */
  heldStatistics: readonly string[];
  /** Per modality: features [B, D_m] as they are without any dropping; see `cleanFeatures` in links. Borrowed. */
  cleanFeatures: Tensors;
}
export type SignalName = keyof Signals;

/** The points of a step at which links act, in order. */
export const PHASES = ['inputs', 'features', 'losses', 'gradients'] as const;
export type Phase = (typeof PHASES)[number];

/** One term of the loss: a scalar, and how much it counts. Weight 0: reported only, nothing is back-propagated. */
export interface LossTerm {
  readonly value: Tensor;
  readonly weight: number;
}
/** `fused`, and one per modality under its id. */
export type Losses = Readonly<Record<string, LossTerm>>;

export interface EncodeHow {
  readonly statistics?: 'running' | 'batch';
  readonly give?: 'map' | 'features';
}

/** What a link may see and say in a step. Tensors are borrowed. */
export interface Step {
  readonly epoch: number;
  readonly epochs: number;
  /** Within the epoch, and since the start of the run. */
  readonly step: number;
  readonly globalStep: number;
  readonly modalities: readonly ModalityInfo[];
  readonly parameters: readonly ParameterInfo[];
  readonly weights: Tensors;
  readonly chance: Chance;
  /** Class index, int32 [B]. */
  readonly labels: Tensor;
  /** The batch as it came, before any link changed it. */
  readonly cleanInputs: Tensors;
  /** [B, D_m], from the features phase on. */
  readonly features: Tensors;
  /** A modality's own logits [B, C], from the losses phase on. */
  readonly unimodalLogits: Tensors;
  /** The gradient as the backward pass gave it, in the gradients phase. */
  readonly plainGradients: Tensors;
  /** Gradient of one loss alone, by loss name: only in the gradients phase and what a link's `lossGradients` or the diagnostics asked for. */
  readonly lossGradients: Readonly<Record<string, Tensors>>;
  /**
   * An extra forward of one encoder without gradient: the map before pooling, or with `give` = features what the encoder makes of it,
   * [B, D]. Batch norm uses the running statistics, or with `statistics` = batch those of `input`, which then leave no trace in the
   * running ones. The caller owns the tensor.
   */
  encode(modality: string, input: Tensor, how?: EncodeHow): Tensor;
  /** Every modality's own logits [B, C] from the given features, with this step's weights and no gradient. The caller owns them. */
  logitsOf(features: Tensors): Tensors;
  /** What a link wrote in this step; without a neutral value it is a bug that nobody has. */
  read<N extends SignalName>(signal: N, neutral?: Signals[N]): Signals[N];
  write<N extends SignalName>(signal: N, value: Signals[N]): void;
  /** Becomes the series `<link>/<name>`. A one-element tensor is read back at the end of the step, with all others at once. */
  report(name: string, value: number | boolean | Tensor): void;
}

/** A hook's answer: the new value and the new state. Tensors of a replaced state are freed by the trainer. */
export interface Next<T, S> {
  readonly value: T;
  readonly state: S;
}

/** Extra work, so that the trainer does only what is asked for and the interface can say "about 1.6 times a baseline step". */
export interface Costs {
  /** Extra encoder forwards a step, in forwards of the whole batch. */
  readonly forwards?: number;
  /** Extra backward passes a step at most, in backwards of the whole model. */
  readonly backwards?: number;
}

/** One loss's own gradient with respect to some modalities' encoders. */
export interface LossGradientWish {
  readonly loss: string;
  readonly modalities: readonly string[];
}

/**
 * One piece of a method. State is explicit and plain (numbers, arrays, tensors): it is saved in checkpoints and compared in tests.
 * A hook borrows its tensors and returns new ones.
 */
export interface Link<S = unknown> {
  readonly id: string;
  /** Signals it cannot do without, and the phase in which it reads them. A link that can do without reads a neutral value instead. */
  readonly needs?: Partial<Record<SignalName, Phase>>;
  readonly provides?: Partial<Record<SignalName, Phase>>;
  readonly costs?: Costs;
  init(model: {
    readonly parameters: readonly ParameterInfo[];
    readonly weights: Tensors;
    readonly modalities: readonly string[];
  }): S;
  /** Batch `[B, …]` per modality: dropping or masking a modality. */
  onInputs?(inputs: Tensors, state: S, step: Step): Next<Tensors, S>;
  /** Features `[B, D_m]` before fusion. */
  onFeatures?(features: Tensors, state: S, step: Step): Next<Tensors, S>;
  /** Named terms with weights. Runs with the tape on: wrap what is no part of the loss in `untaped`. */
  onLosses?(losses: Losses, state: S, step: Step): Next<Losses, S>;
  /** Which losses' own gradients `onGradients` reads in this step. Asked after the losses phase; each loss costs a backward through these encoders. */
  lossGradients?(step: Step): readonly LossGradientWish[];
  /** One tensor per parameter, by name. */
  onGradients?(gradients: Tensors, state: S, step: Step): Next<Tensors, S>;
  /** After the last step of an epoch. Weights: re-initialising, anchors. `report` gives one point for the epoch. */
  onEpochEnd?(weights: Tensors, state: S, epoch: EpochEnd): Next<Tensors, S>;
}

export interface EpochEnd {
  readonly epoch: number;
  readonly epochs: number;
  readonly parameters: readonly ParameterInfo[];
  report(name: string, value: number | boolean): void;
}

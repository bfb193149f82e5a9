import { addN, div, keep, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type LinkChange, measureGeometry } from '../geometry/measure.ts';
import { type GeometryRecord, geometrySeries } from '../geometry/record.ts';
import { signTable } from '../geometry/sketch.ts';
import { geometryWish, otherLoss } from '../geometry/wish.ts';
import type { Model } from '../nn/late-fusion.ts';
import type { Tensors } from '../nn/parameter.ts';
import type { Losses } from '../train/link.ts';
import type { Position } from '../train/step-context.ts';
import { weightFigures } from './epoch-weights.ts';
import { addStep, endEpoch, firstOfficialState } from './official.ts';
import type { DiagnosticsSettings } from './settings.ts';
import { type DiagnosticsState, encoderCopies, NO_DIAGNOSTICS } from './state.ts';
import { wordsOf } from './tags.ts';

/** Which encoders' gradient of which loss is wanted. */
export type GradientWish = ReadonlyMap<string, ReadonlySet<string>>;

/** What a step hands to the diagnostics. Tensors are borrowed. */
export interface MeasuredStep {
  readonly position: Position;
  readonly losses: Losses;
  readonly weights: Tensors;
  readonly plainGradients: Tensors;
  readonly lossGradients: Readonly<Record<string, Tensors>>;
  readonly changes: readonly LinkChange[];
  /** ‖g‖² of the final gradients by parameter name. */
  readonly squares: Readonly<Record<string, number>>;
  readonly rate: number;
  /** What the step reported, by series name. */
  readonly values: Readonly<Record<string, number>>;
}

export interface Measured {
  readonly state: DiagnosticsState;
  readonly values: Readonly<Record<string, number>>;
  readonly geometry: readonly GeometryRecord[];
}

/** Measures a run beside its training, as its settings say; reads everything and changes nothing. */
export class Diagnostics {
  readonly #settings: DiagnosticsSettings;
  readonly #model: Model;
  readonly #stepsPerEpoch: number;
  readonly #signs: Tensor | null;

  constructor(settings: DiagnosticsSettings, model: Model, stepsPerEpoch: number) {
    this.#settings = settings;
    this.#model = model;
    this.#stepsPerEpoch = stepsPerEpoch;
    this.#signs = settings.geometryEvery > 0 ? keep(signTable()) : null;
  }

  /**
   * The state to begin with: what was saved, as far as the settings want it. What they want and was not saved begins here, so the first
   * displacements of a run that was saved without geometry are from where it goes on.
   */
  adopt(saved: DiagnosticsState | undefined, weights: Tensors): DiagnosticsState {
    const { geometryEvery, official } = this.#settings;
    if (geometryEvery === 0 && !official) return NO_DIAGNOSTICS;
    const kept = saved !== undefined && Object.keys(saved.epochStart).length > 0 ? saved.epochStart : null;
    return {
      epochStart: geometryEvery > 0 ? (kept ?? encoderCopies(this.#model.parameters, weights)) : {},
      official: official ? (saved?.official ?? firstOfficialState(this.#model.modalities)) : null,
    };
  }

  /** Steps count from 1: every k-th is measured. */
  measuresGeometry({ globalStep }: Position): boolean {
    const { geometryEvery } = this.#settings;
    return geometryEvery > 0 && (globalStep + 1) % geometryEvery === 0;
  }

  #averages({ step }: Position): boolean {
    const { averageGradients } = this.#settings;
    return averageGradients === 'step' || (averageGradients === 'epoch' && step === this.#stepsPerEpoch - 1);
  }

  /** Gradients of single losses that this step needs beside the total one. */
  wish(losses: Losses, position: Position): GradientWish {
    const { modalities } = this.#model;
    const averages = new Map([['fused', new Set(modalities)], ...modalities.map((id) => [id, new Set([id])] as const)]);
    return joined(
      this.measuresGeometry(position) ? geometryWish(losses, modalities) : new Map(),
      this.#averages(position) ? averages : new Map(),
    );
  }

  /** `average_grad_…` by official tag, where this step has them. Part of the step's reports. */
  averageGradients(position: Position, lossGradients: MeasuredStep['lossGradients']): Record<string, Tensor> {
    const values: Record<string, Tensor> = {};
    if (!this.#averages(position)) return values;
    for (const id of this.#model.modalities) {
      const own = meanOver(this.#encoderTensors(id, lossGradients[id]));
      const fused = meanOver(this.#encoderTensors(id, lossGradients['fused']));
      if (own) values[`average_grad_${wordsOf(id).tag}`] = own;
      if (fused) values[`average_grad_${wordsOf(id).tag}_mm`] = fused;
    }
    return values;
  }

  #encoderTensors(modality: string, gradients: Tensors = {}): Tensor[] {
    return this.#model.parameters.flatMap(({ name, owner, part }) => {
      const gradient = gradients[name];
      return part === 'encoder' && owner === modality && gradient ? [gradient] : [];
    });
  }

  afterStep(state: DiagnosticsState, step: MeasuredStep): Measured {
    const { parameters } = this.#model;
    const official = state.official && addStep(state.official, { ...step, parameters });
    const geometry = this.measuresGeometry(step.position) ? this.#geometry(state.epochStart, step) : [];
    const values = Object.assign({}, ...geometry.map(geometrySeries)) as Record<string, number>;
    return { state: { ...state, official }, values, geometry };
  }

  #geometry(epochStart: Tensors, step: MeasuredStep): GeometryRecord[] {
    const { losses, plainGradients, lossGradients, weights, changes, position } = step;
    const encoders = this.#model.modalities.map((modality) => ({
      modality,
      parameters: this.#model.parameters.filter(({ owner, part }) => owner === modality && part === 'encoder'),
      total: plainGradients,
      other: lossGradients[otherLoss(losses, modality)] ?? (this.#model.modalities.length === 1 ? plainGradients : {}),
      fusedWeight: losses['fused']?.weight ?? 1,
      ownWeight: losses[modality]?.weight ?? 0,
      ...{ weights, epochStart, changes },
    }));
    let measured: ReturnType<typeof measureGeometry> = [];
    tidy(() => {
      // Not the tidy's result: it would look for tensors in every typed array.
      measured = measureGeometry(encoders, this.#signs as Tensor);
    });
    return measured.map((record) => ({
      ...record,
      step: position.globalStep + 1,
      strength: strengthOf(
        step,
        record.modality,
        encoders.find(({ modality }) => modality === record.modality)?.parameters.map(({ name }) => name) ?? [],
      ),
    }));
  }

  endEpoch(state: DiagnosticsState, weights: Tensors): Omit<Measured, 'geometry'> {
    const { parameters, modalities } = this.#model;
    const epochStart = this.#settings.geometryEvery > 0 ? encoderCopies(parameters, weights) : {};
    if (!state.official) return { state: { ...state, epochStart }, values: {} };
    const ended = endEpoch(state.official);
    return {
      state: { epochStart, official: ended.state },
      values: { ...ended.values, ...weightFigures(modalities, parameters, weights) },
    };
  }

  dispose(): void {
    this.#signs?.dispose();
  }
}

/** All wishes of both. */
export function joined(a: GradientWish, b: GradientWish): GradientWish {
  const all = new Map(a);
  for (const [loss, modalities] of b) all.set(loss, new Set([...(all.get(loss) ?? []), ...modalities]));
  return all;
}

/** Mean over all elements of all tensors, []. */
function meanOver(tensors: readonly Tensor[]): Tensor | null {
  const count = tensors.reduce((total, tensor) => total + tensor.size, 0);
  return count === 0 ? null : tidy(() => div(addN(tensors.map((tensor) => sum(tensor))), count));
}

/**
 * β or k as it was applied to an encoder: what the last link that reports one and changes gradients said, β after the gate. Where that link left
 * the encoder's gradients as they were (no epoch of modulation, another modality's turn), what leaves them so: 0 of β, 1 of k. Null where no
 * link that changes gradients reports one; a strength that nothing applies is none.
 */
function strengthOf({ values, changes }: MeasuredStep, modality: string, names: readonly string[]): number | null {
  for (const { link, before, after } of changes.toReversed()) {
    const [beta, coefficient] = [values[`${link}/beta/${modality}`], values[`${link}/coefficient/${modality}`]];
    const reported = beta ?? coefficient;
    if (reported === undefined) continue;
    const hasActed = names.some((name) => before[name] !== after[name]);
    return hasActed ? reported : beta === undefined ? 1 : 0;
  }
  return null;
}

import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { ModalityInfo } from '../data/dataset.ts';
import { Diagnostics, joined } from '../diagnostics/diagnostics.ts';
import { type DiagnosticsSettings, diagnosticsPreset } from '../diagnostics/settings.ts';
import { type DiagnosticsState, NO_DIAGNOSTICS } from '../diagnostics/state.ts';
import type { LinkChange } from '../geometry/measure.ts';
import type { GeometryRecord } from '../geometry/record.ts';
import { initialBuffers, initialWeights } from '../nn/initial.ts';
import type { Model } from '../nn/late-fusion.ts';
import type { Tensors } from '../nn/parameter.ts';
import type { RunChance } from '../tensor/random.ts';
import { type Pass, record } from '../tensor/record.ts';
import type { Chain, ChainState, GradientObserver } from './chain.ts';
import type { TrainingSettings } from './config.ts';
import { type Forward, forward } from './forward.ts';
import type { Losses } from './link.ts';
import { lossGradients, reportAverages } from './loss-gradients.ts';
import { type Optimizer, optimizerOf, type OptimizerState } from './optimizer.ts';
import { disposeState, replaceState } from './ownership.ts';
import { clipByOwner } from './clip.ts';
import { predict, predictCoalitions, type Prediction, type Trained } from './predict.ts';
import { readReports } from './read-reports.ts';
import { rateAt } from './schedule.ts';
import { type Position, stepOf, type StepContext } from './step-context.ts';

/** A batch on the device: inputs channels last by modality, labels int32 [B]. Borrowed by `step`. */
export interface DeviceBatch {
  readonly inputs: Tensors;
  readonly labels: Tensor;
}

export interface TrainingRequest {
  readonly model: Model;
  readonly modalities: readonly ModalityInfo[];
  readonly chain: Chain;
  readonly settings: TrainingSettings;
  readonly chance: RunChance;
  readonly stepsPerEpoch: number;
  /** Means of the encoders' gradients of the fused and of their own loss (the official logs); costs a backward per loss. */
  readonly averageGradients?: boolean;
  /** Sees the final gradients of every step, before the optimiser. Borrowed: they are freed when the step ends. */
  readonly observe?: (gradients: Tensors) => void;
  /** What is measured besides; by default nothing. Never changes a number of the run. */
  readonly diagnostics?: DiagnosticsSettings;
  /** Takes the geometry of each measured step, one record an encoder. */
  readonly onGeometry?: (records: readonly GeometryRecord[]) => void;
}

/** All that a checkpoint holds. */
export interface TrainingState {
  readonly weights: Tensors;
  readonly buffers: Tensors;
  readonly optimizer: OptimizerState;
  readonly links: ChainState;
  readonly globalStep: number;
  /** Absent in what was saved without. */
  readonly diagnostics?: DiagnosticsState;
}

/** One run's weights and how they move: a step, an epoch's end, a prediction. No data, no files, no clock. */
export class Training {
  #state: TrainingState;
  #lastFinite: Readonly<Record<string, number>> = {};
  readonly #optimizer: Optimizer;
  readonly #diagnostics: Diagnostics;
  readonly request: TrainingRequest;

  /** Starts from `state`, which it then owns, or from fresh weights. */
  constructor(request: TrainingRequest, state?: TrainingState) {
    this.request = request;
    this.#optimizer = optimizerOf(request.settings.optimizer);
    this.#diagnostics = new Diagnostics(request.diagnostics ?? diagnosticsPreset('off'), request.model, request.stepsPerEpoch);
    const begun = state ?? this.#fresh();
    const diagnostics = this.#diagnostics.adopt(begun.diagnostics, begun.weights);
    this.#state = replaceState(begun, { ...begun, diagnostics });
  }

  get state(): TrainingState {
    return this.#state;
  }

  #fresh(): TrainingState {
    const { model, chain, chance, modalities } = this.request;
    const ids = modalities.map((m) => m.id);
    const weights = initialWeights(model, chance);
    const links = chain.init({ parameters: model.parameters, weights, modalities: ids });
    const state = { weights, buffers: initialBuffers(model), optimizer: this.#optimizer.init(weights), links, globalStep: 0 };
    return replaceState({} as TrainingState, state);
  }

  /** Replaces weights by the given ones (replays and displaced starts). The tensors become the training's own. */
  setWeights(weights: Tensors, { anchored }: { readonly anchored: boolean }): void {
    const { model, chain, modalities } = this.request;
    const all = { ...this.#state.weights, ...weights };
    const ids = modalities.map((m) => m.id);
    const links = anchored ? chain.init({ parameters: model.parameters, weights: all, modalities: ids }) : this.#state.links;
    const diagnostics = anchored ? this.#diagnostics.adopt(undefined, all) : this.#state.diagnostics;
    this.#state = replaceState(this.#state, { ...this.#state, weights: all, links, ...(diagnostics ? { diagnostics } : {}) });
  }

  /**
   * One training step: inputs → forward → losses → backward → gradients → optimiser, the chain's hooks in between.
   * Returns every reported value by series name. A loss or gradient that is not finite throws `train.not-finite` before any weight moves.
   */
  step(batch: DeviceBatch, epoch: number, step: number): Record<string, number> {
    const { settings, stepsPerEpoch } = this.request;
    const position: Position = { epoch, epochs: settings.epochs, step, globalStep: this.#state.globalStep };
    const rate = rateAt(
      settings.schedule,
      settings.learningRate,
      settings.epochs,
      epoch + step / stepsPerEpoch,
      1 / stepsPerEpoch,
    );
    let values: Record<string, number> = {};
    tidy(() => {
      const context = this.#context(batch, position);
      const inputs = this.#phase('onInputs', batch.inputs, context);
      const pass = record(() =>
        forward(inputs, context, {
          onFeatures: (features) => this.#phase('onFeatures', features, context),
          onLosses: (losses) => this.#phase('onLosses', losses, context),
        }),
      );
      try {
        const changes: LinkChange[] = [];
        const gradients = this.#gradients(pass, context, changes);
        const { vital, ...read } = readReports(context, pass.value.losses, gradients, this.#lastFinite);
        this.#lastFinite = vital;
        const { losses } = pass.value;
        const { plainGradients, lossGradients, weights } = context;
        const measured = this.#diagnostics.afterStep(this.#diagnosticsState, {
          ...read,
          ...{ position, losses, weights, plainGradients, lossGradients, changes, rate },
        });
        values = { ...read.values, ...measured.values };
        if (measured.geometry.length > 0) this.request.onGeometry?.(measured.geometry);
        this.request.observe?.(gradients);
        const clipped =
          settings.clipNorm === null ? gradients : clipByOwner(gradients, context.model.parameters, settings.clipNorm);
        const updated = this.#optimizer.update(this.#state.weights, clipped, this.#state.optimizer, rate);
        const next = {
          weights: updated.weights,
          buffers: pass.value.buffers,
          optimizer: updated.state,
          links: this.#state.links,
          diagnostics: measured.state,
        };
        this.#state = replaceState(this.#state, { ...next, globalStep: this.#state.globalStep + 1 });
      } finally {
        pass.dispose();
      }
    });
    return { ...values, rate };
  }

  #context(batch: DeviceBatch, position: Position): StepContext {
    const { model, modalities, chance } = this.request;
    const { weights, buffers } = this.#state;
    const shared = { position, model, modalities, chance, weights, buffers, labels: batch.labels, cleanInputs: batch.inputs };
    return {
      ...shared,
      draw: (place, shape) => chance.uniforms(`dropout/${place}`, position.globalStep, shape),
      features: {},
      unimodalLogits: {},
      plainGradients: {},
      lossGradients: {},
      signals: {},
      reports: {},
      lastLink: 'none',
    };
  }

  /** Calls one phase of the chain and takes over the new link states. */
  #phase<T>(
    hook: 'onInputs' | 'onFeatures' | 'onLosses' | 'onGradients',
    value: T,
    context: StepContext,
    observe?: GradientObserver,
  ): T {
    const call = this.request.chain[hook] as (
      value: T,
      state: ChainState,
      of: (link: string) => ReturnType<typeof stepOf>,
      observe?: GradientObserver,
    ) => { value: T; state: ChainState };
    const next = call(value, this.#state.links, (link) => stepOf(context, link), observe);
    if (next.state !== this.#state.links) {
      const links = replaceState(this.#state.links, next.state);
      this.#state = { ...this.#state, links };
    }
    return next.value;
  }

  get #diagnosticsState(): DiagnosticsState {
    return this.#state.diagnostics ?? NO_DIAGNOSTICS;
  }

  /** The gradients after all links; what each did to them is noted in `changes` where the geometry is measured. */
  #gradients(pass: Pass<Forward>, context: StepContext, changes: LinkChange[]): Tensors {
    const live = Object.entries(pass.value.losses).filter(([, term]) => term.weight !== 0);
    const single = lossGradients(pass, context, this.#wanted(pass.value.losses, context));
    const plain = pass.backward(
      live.map(([, { value, weight }]) => ({ of: value, weight })),
      context.weights,
      { last: true },
    );
    context.plainGradients = plain;
    context.lossGradients = Object.fromEntries(Object.entries(single).map(([loss, own]) => [loss, own ?? plain]));
    if (this.request.averageGradients === true) reportAverages(context);
    Object.assign(context.reports, this.#diagnostics.averageGradients(context.position, context.lossGradients));
    if (!this.#diagnostics.measuresGeometry(context.position)) return this.#phase('onGradients', plain as Tensors, context);
    return this.#phase('onGradients', plain as Tensors, context, (link, before, after) => changes.push({ link, before, after }));
  }

  /** Whose losses' gradients are needed on their own: all for the official averages, else what links and diagnostics ask for. */
  #wanted(losses: Losses, context: StepContext): ReturnType<typeof joined> | 'all' {
    if (this.request.averageGradients === true) return 'all';
    return joined(
      this.request.chain.lossGradients((link) => stepOf(context, link)),
      this.#diagnostics.wish(losses, context.position),
    );
  }

  /** Ends an epoch: the links' turn. Returns what they report for the epoch. */
  endEpoch(epoch: number): Record<string, number> {
    const { chain, settings, model } = this.request;
    const reports: Record<string, number> = {};
    tidy(() => {
      const next = chain.onEpochEnd(this.#state.weights, this.#state.links, (link) => ({
        epoch,
        epochs: settings.epochs,
        parameters: model.parameters,
        report: (name, value) => {
          reports[`${link}/${name}`] = Number(value);
        },
      }));
      const { state: diagnostics, values } = this.#diagnostics.endEpoch(this.#diagnosticsState, next.value);
      Object.assign(reports, values);
      this.#state = replaceState(this.#state, { ...this.#state, weights: next.value, links: next.state, diagnostics });
    });
    return reports;
  }

  /** As `predict`, with the weights as they are now. */
  predict(inputs: Tensors): Prediction {
    return predict(this.#trained, inputs);
  }

  /** As `predictCoalitions`, with the weights as they are now. */
  predictCoalitions(inputs: Tensors, coalitions: readonly (readonly string[])[]): Tensor[] {
    return predictCoalitions(this.#trained, inputs, coalitions);
  }

  get #trained(): Trained {
    const { model, modalities } = this.request;
    const { weights, buffers } = this.#state;
    return { model, modalities, weights, buffers };
  }

  dispose(): void {
    this.#diagnostics.dispose();
    disposeState(this.#state);
  }
}

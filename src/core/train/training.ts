import {
  add,
  addN,
  cast,
  div,
  losses as tfLosses,
  mul,
  oneHot,
  sum,
  type Tensor,
  type Tensor1D,
  tidy,
  tile,
  zeros,
} from '@tensorflow/tfjs-core';
import type { ModalityInfo } from '../data/dataset.ts';
import { Diagnostics, joined } from '../diagnostics/diagnostics.ts';
import { type DiagnosticsSettings, diagnosticsPreset } from '../diagnostics/settings.ts';
import { type DiagnosticsState, NO_DIAGNOSTICS } from '../diagnostics/state.ts';
import { AppError } from '../errors/app-error.ts';
import type { LinkChange } from '../geometry/measure.ts';
import type { GeometryRecord } from '../geometry/record.ts';
import { initialBuffers, initialWeights } from '../nn/initial.ts';
import type { Model } from '../nn/late-fusion.ts';
import type { Tensors } from '../nn/parameter.ts';
import { squaredNorm } from '../tensor/norm.ts';
import type { Chance } from '../tensor/random.ts';
import { type Pass, record, untaped } from '../tensor/record.ts';
import { readScalars } from '../tensor/scalars.ts';
import type { Chain, ChainState, GradientObserver } from './chain.ts';
import type { TrainingSettings } from './config.ts';
import type { Losses } from './link.ts';
import { type Optimizer, optimizerOf, type OptimizerState } from './optimizer.ts';
import { disposeState, replaceState } from './ownership.ts';
import { clipByOwner } from './clip.ts';
import { rateAt } from './schedule.ts';
import { type Position, stepOf, type StepContext } from './step-context.ts';

/** Share of the new batch in batch norm's running statistics; PyTorch's default. */
const STATISTICS_MOMENTUM = 0.1;

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
  readonly chance: Chance;
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

interface Reports {
  /** By series name. */
  readonly values: Readonly<Record<string, number>>;
  /** ‖g‖² of every final gradient, by parameter name. */
  readonly squares: Readonly<Record<string, number>>;
}

interface Forward {
  readonly losses: Losses;
  readonly features: Tensors;
  readonly buffers: Tensors;
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
      const pass = record(() => this.#forward(inputs, context));
      try {
        const changes: LinkChange[] = [];
        const gradients = this.#gradients(pass, context, changes);
        const read = this.#readReports(context, pass.value.losses, gradients);
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

  #forward(inputs: Tensors, context: StepContext): Forward {
    const { model, modalities } = this.request;
    const encoded = modalities.map(({ id }) => {
      const [encoder, input] = [model.encoders[id], inputs[id]];
      if (!encoder || !input) throw new Error(`The batch has no input of the modality ${id}.`);
      // An input that a link replaced may hardly vary (zeros); batch norm then takes more care.
      const mode = input === context.cleanInputs[id] ? 'training' : 'training-carefully';
      return { id, ...encoder.forward(context.weights, context.buffers, input, mode) };
    });
    const held = context.signals.heldStatistics ?? [];
    const statistics = encoded.filter((e) => !held.includes(e.id)).map((e) => e.statistics);
    const buffers = untaped(() => runningStatistics(context.buffers, Object.assign({}, ...statistics) as Tensors));
    context.buffers = buffers;
    const features = this.#phase('onFeatures', Object.fromEntries(encoded.map((e) => [e.id, e.features])) as Tensors, context);
    context.features = features;
    context.unimodalLogits = Object.fromEntries(
      modalities.map(({ id }) => [id, model.unimodal(context.weights, features, id, true)]),
    );
    const own = modalities.map(
      ({ id }) => [id, { value: crossEntropy(context.unimodalLogits[id] as Tensor, context.labels), weight: 0 }] as const,
    );
    const fused = { value: crossEntropy(model.fused(context.weights, features), context.labels), weight: 1 };
    const losses = this.#phase('onLosses', { fused, ...Object.fromEntries(own) } as Losses, context);
    return { losses, features, buffers };
  }

  get #diagnosticsState(): DiagnosticsState {
    return this.#state.diagnostics ?? NO_DIAGNOSTICS;
  }

  /** The gradients after all links; what each did to them is noted in `changes` where the geometry is measured. */
  #gradients(pass: Pass<Forward>, context: StepContext, changes: LinkChange[]): Tensors {
    const live = Object.entries(pass.value.losses).filter(([, term]) => term.weight !== 0);
    const single = this.#lossGradients(pass, context);
    const plain = pass.backward(
      live.map(([, { value, weight }]) => ({ of: value, weight })),
      context.weights,
      { last: true },
    );
    context.plainGradients = plain;
    context.lossGradients = Object.fromEntries(Object.entries(single).map(([loss, own]) => [loss, own ?? plain]));
    if (this.request.averageGradients === true) this.#reportAverages(context);
    Object.assign(context.reports, this.#diagnostics.averageGradients(context.position, context.lossGradients));
    if (!this.#diagnostics.measuresGeometry(context.position)) return this.#phase('onGradients', plain as Tensors, context);
    return this.#phase('onGradients', plain as Tensors, context, (link, before, after) => changes.push({ link, before, after }));
  }

  /**
   * Gradients of single losses: of all for the official averages, else what links ask for, through the encoders they mean. Null: this
   * loss is the only one, so the plain gradient is its own. Before the plain backward, which can then be the last.
   */
  #lossGradients(pass: Pass<Forward>, context: StepContext): Readonly<Record<string, Tensors | null>> {
    const { chain, averageGradients } = this.request;
    const terms = Object.entries(pass.value.losses);
    const own = (value: Tensor, weights: Tensors): Tensors => pass.backward([{ of: value, weight: 1 }], weights);
    if (averageGradients === true)
      return Object.fromEntries(terms.map(([loss, { value }]) => [loss, own(value, context.weights)]));
    const wanted = joined(
      chain.lossGradients((link) => stepOf(context, link)),
      this.#diagnostics.wish(pass.value.losses, context.position),
    );
    const live = terms.filter(([, term]) => term.weight !== 0);
    return Object.fromEntries(
      [...wanted].map(([loss, modalities]) => {
        const term = pass.value.losses[loss];
        if (!term) throw new Error(`A link asks for the gradient of the loss ${loss}, which this step does not have.`);
        if (live.length === 1 && term.weight === 1) return [loss, null];
        const encoders = context.model.parameters.filter(
          ({ owner, part }) => part === 'encoder' && owner !== null && modalities.has(owner),
        );
        return [loss, own(term.value, Object.fromEntries(encoders.map(({ name }) => [name, context.weights[name] as Tensor])))];
      }),
    );
  }

  #reportAverages(context: StepContext): void {
    for (const { id } of this.request.modalities) {
      for (const loss of ['fused', id]) {
        const own = this.#encoderGradients(id, context.lossGradients[loss] ?? {});
        const count = own.reduce((total, g) => total + g.size, 0);
        if (count > 0)
          context.reports[`average-gradient/${id}/${loss === id ? 'own' : 'fused'}`] = tidy(() =>
            div(addN(own.map((g) => sum(g))), count),
          );
      }
    }
  }

  #encoderGradients(modality: string, gradients: Tensors): Tensor[] {
    return this.request.model.parameters.flatMap(({ name, owner, part }) => {
      const gradient = gradients[name];
      return part === 'encoder' && owner === modality && gradient ? [gradient] : [];
    });
  }

  /** One readback for everything reported in the step and the gradients' squared norms; refuses values that are not finite. */
  #readReports(context: StepContext, losses: Losses, gradients: Tensors): Reports {
    for (const [name, term] of Object.entries(losses)) context.reports[`loss/${name}`] = term.value;
    const entries = Object.entries(context.reports);
    const onDevice = entries.flatMap(([, value]) => (typeof value === 'number' ? [] : [value]));
    const names = Object.keys(gradients);
    const read = readScalars([...onDevice, ...Object.values(gradients).map(squaredNorm)]).values();
    const next = (): number => read.next().value ?? Number.NaN;
    const values: Record<string, number> = {};
    for (const [name, value] of entries) values[name] = typeof value === 'number' ? value : next();
    const squares = Object.fromEntries(names.map((name) => [name, next()]));
    for (const { id } of this.request.modalities) values[`gradient/${id}`] = Math.sqrt(this.#squareOf(id, squares));
    const vital = Object.entries(values).filter(([name]) => name.startsWith('loss/') || name.startsWith('gradient/'));
    const bad = vital.find(([, value]) => !Number.isFinite(value));
    if (bad) {
      const { epoch, step } = context.position;
      throw new AppError('train.not-finite', {
        epoch,
        step,
        loss: `${bad[0]} = ${String(bad[1])}`,
        lastLink: context.lastLink,
        lastFinite: this.#lastFinite,
      });
    }
    this.#lastFinite = Object.fromEntries(vital);
    return { values, squares };
  }

  /** ‖g‖² of an encoder's whole gradient. */
  #squareOf(modality: string, squares: Readonly<Record<string, number>>): number {
    const own = this.request.model.parameters.filter(({ owner, part }) => part === 'encoder' && owner === modality);
    return own.reduce((total, { name }) => total + (squares[name] ?? 0), 0);
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

  /** Logits in evaluation mode: fused and each modality's own, [B, C]. The caller owns them. */
  predict(inputs: Tensors): { readonly fused: Tensor; readonly unimodal: Tensors } {
    const { model, modalities } = this.request;
    const { weights, buffers } = this.#state;
    return tidy(() => {
      const features = Object.fromEntries(
        modalities.map(({ id }) => [
          id,
          model.encoders[id]?.forward(weights, buffers, inputs[id] as Tensor, 'evaluation').features as Tensor,
        ]),
      );
      const unimodal = Object.fromEntries(modalities.map(({ id }) => [id, model.unimodal(weights, features, id, false)]));
      return { fused: model.fused(weights, features), unimodal } as never;
    });
  }

  /**
   * Fused logits [B, C] in evaluation mode of every coalition of modalities, the inputs of all others zeroed. In evaluation samples do
   * not meet, so zeros go through an encoder as one sample. The caller owns them.
   */
  predictCoalitions(inputs: Tensors, coalitions: readonly (readonly string[])[]): Tensor[] {
    const { model, modalities } = this.request;
    const { weights, buffers } = this.#state;
    return tidy(() => {
      const encode = (id: string, input: Tensor): Tensor =>
        model.encoders[id]?.forward(weights, buffers, input, 'evaluation').features as Tensor;
      const encoded = modalities.map(({ id }) => {
        const input = inputs[id] as Tensor;
        const [batch = 1, ...sample] = input.shape;
        return { id, present: encode(id, input), absent: tile(encode(id, zeros([1, ...sample])), [batch, 1]) };
      });
      return coalitions.map((coalition) =>
        model.fused(
          weights,
          Object.fromEntries(encoded.map(({ id, present, absent }) => [id, coalition.includes(id) ? present : absent])),
        ),
      );
    });
  }

  dispose(): void {
    this.#diagnostics.dispose();
    disposeState(this.#state);
  }
}

/** Mean cross-entropy over the batch, []. Shapes: logits [B, C], labels int32 [B]. */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  const hot = untaped(() => tidy(() => cast(oneHot(labels as Tensor1D, logits.shape[1] ?? 1), 'float32')));
  return tfLosses.softmaxCrossEntropy(hot, logits);
}

/** running ← 0.9 · running + 0.1 · batch. */
function runningStatistics(running: Tensors, batch: Tensors): Tensors {
  const next: Record<string, Tensor> = {};
  for (const [name, before] of Object.entries(running)) {
    const now = batch[name];
    next[name] = now ? tidy(() => add(mul(before, 1 - STATISTICS_MOMENTUM), mul(now, STATISTICS_MOMENTUM))) : before;
  }
  return next;
}

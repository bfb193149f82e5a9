import type { CheckpointInfo, SplitMetrics } from '../contract/trainer.ts';
import type { Dataset, Split } from '../data/dataset.ts';
import { measureShapley, type Shapley } from '../diagnostics/shapley.ts';
import { evaluationTags } from '../diagnostics/tags.ts';
import { metricsOf } from '../metrics/index.ts';
import { type PredictedClasses, predictedOf } from '../metrics/predicted.ts';
import type { CheckpointPosition } from './checkpoint.ts';
import { disposeBatch, toDevice } from './device-batch.ts';
import { hasRunOut, runOutText, waitOn } from './early-stopping.ts';
import { predictSplit } from './evaluate.ts';
import type { Training } from './training.ts';
import { withWaits } from './waits.ts';

/** What the user asked for while the run goes on. `pause` and `abort` also break off a measurement, `stop` waits for it. */
export type Wish = 'go on' | 'stop' | 'abort' | 'pause';

/** What the loop needs from the process around it. */
export interface LoopHost {
  /** Called between steps and between the batches of a measurement. */
  wish(): Promise<Wish>;
  /** Seconds on a clock that never goes back. */
  now(): number;
  /** Points of one step or of one epoch's end; `step` counts from the start of the run, from 1. */
  points(step: number, values: Readonly<Record<string, number>>): void;
  progress(done: number, total: number): void;
  /** When the steps are over: how many splits of this epoch are measured. */
  measuring?(which: 'last' | 'best', done: number, total: number): void;
  metrics(which: 'last' | 'best', epoch: number, split: string, metrics: SplitMetrics): void;
  /** After the figures of validation and test: what was said of each sample. */
  predicted?(which: 'last' | 'best', epoch: number, classes: PredictedClasses): void;
  /** A line for the run's log. */
  note?(text: string): void;
  /** Whether the last checkpoint is older than it may be. */
  isSaveDue(): boolean;
  /** False: an abort came first, and nothing was written. */
  save(kind: CheckpointInfo['kind'], position: CheckpointPosition): Promise<boolean>;
}

export interface LoopEnd {
  readonly ended: 'done' | 'stopped' | 'paused' | 'aborted';
  readonly step: number;
  /** Epochs completed. */
  readonly epochs: number;
  /** The epoch of the best checkpoint, counted from 1; the last one where there is no validation split; 0 where there is none yet. */
  readonly bestEpoch: number;
  /** Whether early stopping ended it. */
  readonly isEarly: boolean;
}

/**
 * The loop of every chain method: epochs of steps, an evaluation of validation and test after each, the best checkpoint by fused
 * validation accuracy (earliest on ties), the last one always. The test figures are drawn as curves and choose nothing, unless
 * `training.selectOn` asks for it. Early stopping, where it is on, watches validation whatever chooses.
 *
 * It may start at any position: order, crops and all chance are functions of (seed, epoch, position), so what follows is the same as if
 * the run had never stopped. Points under `system/` are clock and memory and differ from run to run.
 */
export function trainLoop(
  training: Training,
  dataset: Dataset,
  host: LoopHost,
  seed: number,
  start: CheckpointPosition = { epoch: 0, step: 0 },
): Promise<LoopEnd> {
  return new Loop(training, dataset, host, seed, start).run();
}

class Loop {
  #position: CheckpointPosition;
  readonly #training: Training;
  readonly #dataset: Dataset;
  readonly #host: LoopHost;
  readonly #seed: number;

  constructor(training: Training, dataset: Dataset, host: LoopHost, seed: number, start: CheckpointPosition) {
    this.#training = training;
    this.#dataset = dataset;
    this.#host = host;
    this.#seed = seed;
    this.#position = start;
  }

  get #step(): number {
    return this.#training.state.globalStep;
  }

  /** Early stopping has waited long enough. */
  get #isOut(): boolean {
    const { epoch, waiting } = this.#position;
    const { epochs, earlyStopping } = this.#training.request.settings;
    return epoch < epochs && hasRunOut(earlyStopping, waiting ?? null);
  }

  async run(): Promise<LoopEnd> {
    const { epochs } = this.#training.request.settings;
    while ((this.#position.epoch < epochs && !this.#isOut) || this.#position.unmeasured) {
      const wish = this.#position.unmeasured ? await this.#measureEpoch() : await this.#epoch();
      if (wish === 'stop') return this.#finish('stopped');
      if (wish === 'pause' && !(await this.#host.save('last', this.#position))) return this.#end('abort');
      if (wish !== 'go on') return this.#end(wish);
    }
    if (this.#isOut && this.#position.waiting) this.#host.note?.(runOutText(this.#position.waiting));
    return this.#finish('done');
  }

  /** The epoch's steps from where it stands, and the links' turn at its end. */
  async #epoch(): Promise<Wish> {
    const { settings, stepsPerEpoch, modalities } = this.#training.request;
    const { epoch, step: fromBatch } = this.#position;
    const ids = modalities.map((m) => m.id);
    const request = { seed: this.#seed, epoch, batch: settings.batch, training: true, fromBatch, modalities: ids };
    const began = this.#host.now();
    let waited = 0;
    for await (const { item: batch, wait } of withWaits(this.#dataset.batches(this.#dataset.train, request), this.#host.now)) {
      const wish = await this.#host.wish();
      if (wish !== 'go on') return wish;
      if (this.#host.isSaveDue() && !(await this.#host.save('last', this.#position))) return 'abort';
      const onDevice = toDevice(batch);
      const values = this.#training.step(onDevice, epoch, this.#position.step);
      disposeBatch(onDevice);
      waited += wait;
      this.#position = { ...this.#position, step: this.#position.step + 1 };
      this.#host.points(this.#step, { ...values, 'system/data-wait': wait });
      this.#host.progress(this.#step, settings.epochs * stepsPerEpoch);
    }
    const seconds = this.#host.now() - began;
    this.#position = { ...this.#position, epoch: epoch + 1, step: 0, unmeasured: true };
    this.#host.points(this.#step, {
      ...this.#training.endEpoch(epoch),
      ...(seconds > 0 ? { 'system/data-wait-share': waited / seconds } : {}),
      epoch: epoch + 1,
    });
    return 'go on';
  }

  async #measureEpoch(): Promise<Wish> {
    const { validation: held, test: last } = this.#dataset;
    const validation = held ? await this.#measure(held) : null;
    const test = held && !validation ? null : await this.#measure(last);
    if (!test) return this.#host.wish();
    const { epoch, best, waiting: before = null } = this.#position;
    const official = this.#training.request.diagnostics?.official === true ? evaluationTags(test.metrics) : {};
    this.#host.points(this.#step, {
      ...(validation ? series('validation', validation.metrics) : {}),
      ...series('test', test.metrics),
      ...official,
    });
    if (validation) tellMeasured(this.#host, 'last', epoch, validation);
    tellMeasured(this.#host, 'last', epoch, test);
    const chooser = (this.#training.request.settings.selectOn === 'test' ? test : validation)?.metrics;
    const isBest = chooser !== undefined && chooser.accuracy > (best?.accuracy ?? -Infinity);
    const { earlyStopping } = this.#training.request.settings;
    const waiting = validation ? waitOn(earlyStopping, before, epoch, validation.metrics.accuracy) : null;
    this.#position = { epoch, step: 0, best: isBest ? { epoch, accuracy: chooser.accuracy } : (best ?? null), waiting };
    return isBest && !(await this.#host.save('best', this.#position)) ? 'abort' : 'go on';
  }

  /** The last checkpoint and the last figures of all splits. Saved first, so that what breaks the measuring off costs nothing else. */
  async #finish(ended: 'done' | 'stopped'): Promise<LoopEnd> {
    const { train, validation, test } = this.#dataset;
    if (!(await this.#host.save('last', this.#position))) return this.#end('abort');
    const isChosen = validation !== null || this.#training.request.settings.selectOn === 'test';
    if (!isChosen && !(await this.#host.save('best', this.#position))) return this.#end('abort');
    const splits = [train, validation, test].filter((split) => split !== null);
    for (const [done, split] of splits.entries()) {
      this.#host.measuring?.('last', done, splits.length);
      const measured = await this.#measure(split);
      if (!measured) return this.#end(await this.#host.wish());
      tellMeasured(this.#host, 'last', this.#position.epoch, measured);
    }
    return this.#end(ended);
  }

  #measure(split: Split): Promise<Measured | null> {
    return measure(this.#training, this.#dataset, split, this.#host, this.#seed);
  }

  #end(how: Wish | 'done' | 'stopped'): LoopEnd {
    const { epoch, best } = this.#position;
    const ended = how === 'done' || how === 'stopped' ? how : how === 'pause' ? 'paused' : 'aborted';
    const bestEpoch = best?.epoch ?? (ended === 'done' ? epoch : 0);
    return { ended, step: this.#step, epochs: epoch, bestEpoch, isEarly: ended === 'done' && this.#isOut };
  }
}

/** Figures of a split, and the classes that they come from. */
export interface Measured {
  readonly metrics: SplitMetrics;
  readonly classes: PredictedClasses;
}

/** Tells the host of a measured split: its figures, and but for the training split its predictions. */
export function tellMeasured(
  host: Pick<LoopHost, 'metrics' | 'predicted'>,
  which: 'last' | 'best',
  epoch: number,
  { metrics, classes }: Measured,
): void {
  host.metrics(which, epoch, classes.split, metrics);
  if (classes.split !== 'train') host.predicted?.(which, epoch, classes);
}

/** Measures a split; null where a pause or an abort broke it off. */
export async function measure(
  training: Training,
  dataset: Dataset,
  split: Split,
  host: Pick<LoopHost, 'wish'>,
  seed: number,
): Promise<Measured | null> {
  const { batch } = training.request.settings;
  const predictions = await predictSplit(training, dataset, split, { batch, seed, mayGoOn: mayGoOn(host) });
  return predictions && { metrics: metricsOf(predictions), classes: predictedOf(split, predictions) };
}

/** Shapley values of the modalities on a split; null where a pause or an abort broke it off. */
export function shapleyOf(
  training: Training,
  dataset: Dataset,
  split: Split,
  host: Pick<LoopHost, 'wish'>,
  seed: number,
): Promise<Shapley | null> {
  return measureShapley(training, dataset, split, { batch: training.request.settings.batch, seed, mayGoOn: mayGoOn(host) });
}

/** A measurement waits for `stop` and gives way to the rest. */
const mayGoOn = (host: Pick<LoopHost, 'wish'>) => async (): Promise<boolean> => {
  const wish = await host.wish();
  return wish === 'go on' || wish === 'stop';
};

function series(split: string, { accuracy, macroF1, map, loss, modalityAccuracy }: SplitMetrics): Record<string, number> {
  const own = Object.entries(modalityAccuracy).map(([id, value]) => [`${split}/accuracy/${id}`, value] as const);
  return {
    [`${split}/accuracy`]: accuracy,
    [`${split}/macro-f1`]: macroF1,
    [`${split}/map`]: map,
    [`${split}/loss`]: loss,
    ...Object.fromEntries(own),
  };
}

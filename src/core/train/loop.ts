import type { CheckpointInfo, SplitMetrics } from '../contract/trainer.ts';
import type { Dataset, Split } from '../data/dataset.ts';
import { metricsOf } from '../metrics/index.ts';
import { disposeBatch, toDevice } from './device-batch.ts';
import { predictSplit } from './evaluate.ts';
import type { Training } from './training.ts';

/** What the user asked for while the run goes on. */
export type Wish = 'go on' | 'stop' | 'abort';

/** What the loop needs from the process around it. */
export interface LoopHost {
  /** Called between steps; waits while the run is paused. */
  wish(step: number): Promise<Wish>;
  /** Points of one step or of one epoch's end; `step` counts from the start of the run, from 1. */
  points(step: number, values: Readonly<Record<string, number>>): void;
  progress(done: number, total: number): void;
  metrics(which: 'last' | 'best', epoch: number, split: string, metrics: SplitMetrics): void;
  save(kind: CheckpointInfo['kind'], epoch: number): Promise<void>;
}

export interface LoopEnd {
  readonly ended: 'done' | 'stopped' | 'aborted';
  readonly step: number;
  /** Epochs completed. */
  readonly epochs: number;
  /** The epoch of the best checkpoint, counted from 1; the last one where there is no validation split. */
  readonly bestEpoch: number;
}

/**
 * The loop of every chain method: epochs of steps, an evaluation of validation and test after each, the best checkpoint by fused
 * validation accuracy (earliest on ties), the last one always. The test figures are drawn as curves and never choose anything.
 */
export async function trainLoop(training: Training, dataset: Dataset, host: LoopHost, seed: number): Promise<LoopEnd> {
  const { settings, stepsPerEpoch, modalities } = training.request;
  const total = settings.epochs * stepsPerEpoch;
  let best = { epoch: 0, accuracy: -Infinity };
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    const request = { seed, epoch, batch: settings.batch, training: true, modalities: modalities.map((m) => m.id) };
    let step = 0;
    for await (const batch of dataset.batches(dataset.train, request)) {
      const wish = await host.wish(training.state.globalStep);
      if (wish === 'abort') return { ended: 'aborted', step: training.state.globalStep, epochs: epoch, bestEpoch: best.epoch };
      if (wish === 'stop') {
        await finish(training, dataset, host, epoch, seed);
        return { ended: 'stopped', step: training.state.globalStep, epochs: epoch, bestEpoch: best.epoch };
      }
      const onDevice = toDevice(batch);
      const values = training.step(onDevice, epoch, step++);
      disposeBatch(onDevice);
      host.points(training.state.globalStep, values);
      host.progress(training.state.globalStep, total);
    }
    best = await endEpoch(training, dataset, host, epoch, seed, best);
  }
  await finish(training, dataset, host, settings.epochs, seed);
  return { ended: 'done', step: training.state.globalStep, epochs: settings.epochs, bestEpoch: best.epoch || settings.epochs };
}

interface Best {
  readonly epoch: number;
  readonly accuracy: number;
}

async function endEpoch(
  training: Training,
  dataset: Dataset,
  host: LoopHost,
  epoch: number,
  seed: number,
  best: Best,
): Promise<Best> {
  const reports = training.endEpoch(epoch);
  const validation = dataset.validation ? await measure(training, dataset, dataset.validation, host, seed) : null;
  const test = await measure(training, dataset, dataset.test, host, seed);
  const step = training.state.globalStep;
  host.points(step, {
    ...reports,
    ...(validation ? series('validation', validation) : {}),
    ...series('test', test),
    epoch: epoch + 1,
  });
  if (validation) host.metrics('last', epoch + 1, 'validation', validation);
  host.metrics('last', epoch + 1, 'test', test);
  if (!validation || validation.accuracy <= best.accuracy) return best;
  await host.save('best', epoch + 1);
  return { epoch: epoch + 1, accuracy: validation.accuracy };
}

/** The last checkpoint and the last figures of all splits. */
async function finish(training: Training, dataset: Dataset, host: LoopHost, epochs: number, seed: number): Promise<void> {
  for (const split of [dataset.train, dataset.validation, dataset.test])
    if (split) host.metrics('last', epochs, split.split, await measure(training, dataset, split, host, seed));
  await host.save('last', epochs);
  if (!dataset.validation) await host.save('best', epochs);
}

export async function measure(
  training: Training,
  dataset: Dataset,
  split: Split,
  host: Pick<LoopHost, 'wish'>,
  seed: number,
): Promise<SplitMetrics> {
  const between = async (): Promise<void> => void (await host.wish(training.state.globalStep));
  return metricsOf(await predictSplit(training, dataset, split, { batch: training.request.settings.batch, seed, between }));
}

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

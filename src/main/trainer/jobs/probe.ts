import type { ProbeJob, ProbeResult } from '../../../core/contract/trainer.ts';
import type { HostBatch } from '../../../core/data/dataset.ts';
import { packCheckpoint } from '../../../core/train/checkpoint.ts';
import { disposeBatch, toDevice } from '../../../core/train/device-batch.ts';
import { safetensorsParts } from '../../../core/train/safetensors.ts';
import { Training } from '../../../core/train/training.ts';
import type { Control } from '../control.ts';
import { highWaterMark } from '../high-water-mark.ts';
import { type OpenedRun, openRun } from '../open-run.ts';
import type { Reporter } from '../reporter.ts';
import type { JobEnd } from './job.ts';

/** Slow steps are measured for so long, not all of them. */
const LONGEST_SECONDS = 15;
/** Batches of the test split: one to warm up, one to measure. */
const EVALUATED = 2;

/** Takes a few steps of a configuration, data and all, and reports what they cost. Asked to stop, it ends without a result. */
export async function probe(job: ProbeJob, reporter: Reporter, control: Control): Promise<JobEnd> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const opened = await openRun(job, reporter, control.early);
  const training = new Training(opened.request);
  try {
    const result = await measureCosts(job, opened, training, reporter, control);
    if (result === null) return { type: 'stopped', seconds: seconds(), weightsSha256: null, step: 0, kept: false };
    reporter.send({ type: 'probed', result });
    return { type: 'done', seconds: seconds(), weightsSha256: null };
  } finally {
    training.dispose();
    await opened.dataset.close();
  }
}

async function measureCosts(
  job: ProbeJob,
  opened: OpenedRun,
  training: Training,
  reporter: Reporter,
  control: Control,
): Promise<ProbeResult | null> {
  const total = job.warmUp + job.steps;
  let done = 0;
  let [began, measured] = [performance.now(), 0];
  for await (const { batch, epoch, step } of trainingBatches(job, opened)) {
    reporter.progress('measuring', done, total, null);
    if ((await control.wish()) !== 'go on') return null;
    const onDevice = toDevice(batch);
    training.step(onDevice, epoch, step);
    disposeBatch(onDevice);
    done++;
    if (done === job.warmUp) began = performance.now();
    measured = (performance.now() - began) / 1000;
    if (done === total || (done > job.warmUp && measured > LONGEST_SECONDS)) break;
  }
  const secondsPerSample = await evaluationPace(job, opened, training);
  const { stepsPerEpoch, samples } = opened.environment;
  return {
    secondsPerStep: measured / Math.max(1, done - job.warmUp),
    secondsPerSample,
    stepsPerEpoch,
    samples,
    peakMemoryBytes: highWaterMark(),
    checkpointBytes: checkpointBytes(training),
  };
}

/** Batches as the training loop gets them, epoch after epoch. */
async function* trainingBatches(
  { config }: ProbeJob,
  { dataset, request }: OpenedRun,
): AsyncGenerator<{ batch: HostBatch; epoch: number; step: number }> {
  const modalities = request.modalities.map(({ id }) => id);
  for (let epoch = 0; ; epoch++) {
    let step = 0;
    const wanted = { seed: config.seed, epoch, batch: config.training.batch, training: true, modalities };
    for await (const batch of dataset.batches(dataset.train, wanted)) yield { batch, epoch, step: step++ };
  }
}

/** Seconds a sample of the test split takes, with its data. */
async function evaluationPace({ config }: ProbeJob, { dataset, request }: OpenedRun, training: Training): Promise<number> {
  const modalities = request.modalities.map(({ id }) => id);
  const wanted = { seed: config.seed, epoch: 0, batch: config.training.batch, training: false, modalities };
  let pace = 0;
  let done = 0;
  let began = performance.now();
  for await (const host of dataset.batches(dataset.test, wanted)) {
    const onDevice = toDevice(host);
    const { fused, unimodal } = training.predict(onDevice.inputs);
    for (const logits of [fused, ...Object.values(unimodal)]) {
      logits.dataSync();
      logits.dispose();
    }
    disposeBatch(onDevice);
    pace = (performance.now() - began) / 1000 / host.indices.length;
    began = performance.now();
    if (++done === EVALUATED) break;
  }
  return pace;
}

function checkpointBytes(training: Training): number {
  let bytes = 0;
  for (const part of safetensorsParts(packCheckpoint(training.state, { epoch: 0, step: 0 }, {}))) bytes += part.byteLength;
  return bytes;
}

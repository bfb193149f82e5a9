import { availableParallelism } from 'node:os';
import type { BenchData, BenchJob } from '../../../../core/contract/bench.ts';
import { disposeBatch, toDevice } from '../../../../core/train/device-batch.ts';
import { Training } from '../../../../core/train/training.ts';
import { openRun } from '../../open-run.ts';
import type { Reporter } from '../../reporter.ts';
import type { Between } from './between.ts';

/** The loader alone over an epoch, then beside steps. Null: asked to stop. */
export async function benchData(
  job: Extract<BenchJob, { what: 'data' }>,
  reporter: Reporter,
  between: Between,
): Promise<BenchData | null> {
  const { config } = job;
  const { dataset, request, environment } = await openRun(job, reporter);
  try {
    const wanted = {
      seed: config.seed,
      batch: config.training.batch,
      training: true,
      modalities: request.modalities.map((m) => m.id),
    };
    const total = request.stepsPerEpoch + job.warmUp + job.steps;
    let [done, samples, began] = [0, 0, performance.now()];
    for await (const batch of dataset.batches(dataset.train, { ...wanted, epoch: job.epoch })) {
      if (!(await between(done++, total))) return null;
      samples += batch.labels.length;
    }
    const loaderSamplesPerSecond = samples / ((performance.now() - began) / 1000);

    const training = job.stepSeconds === null ? new Training(request) : null;
    const [waits, work]: [number[], number[]] = [[], []];
    let firstWait: number | null = null;
    for (let epoch = job.epoch + 1, measured = -job.warmUp; measured < job.steps; epoch++) {
      let step = 0;
      began = performance.now();
      for await (const batch of dataset.batches(dataset.train, { ...wanted, epoch })) {
        const got = performance.now();
        if (training) {
          const onDevice = toDevice(batch);
          training.step(onDevice, job.epoch, step);
          disposeBatch(onDevice);
        } else while (performance.now() - got < 1000 * (job.stepSeconds ?? 0));
        const worked = performance.now();
        if (step === 0) firstWait ??= (got - began) / 1000;
        else if (measured >= 0) {
          waits.push((got - began) / 1000);
          work.push((worked - got) / 1000);
        }
        step++;
        measured++;
        if (measured >= job.steps) break;
        if (!(await between(Math.min(done++, total), total))) return null;
        began = performance.now();
      }
    }
    training?.dispose();
    return {
      what: 'data',
      threads: environment.threads,
      device: environment.device,
      deviceName: environment.deviceName,
      workers: Math.min(availableParallelism(), 4),
      samples: dataset.train.n,
      stepsPerEpoch: request.stepsPerEpoch,
      shapes: Object.fromEntries(request.modalities.map(({ id, shape }) => [id, shape])),
      loaderSamplesPerSecond,
      firstWait: firstWait ?? 0,
      waits,
      work,
    };
  } finally {
    await dataset.close();
  }
}

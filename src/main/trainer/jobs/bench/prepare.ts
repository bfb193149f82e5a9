import { availableParallelism } from 'node:os';
import { benchShapes, type BenchJob, type BenchPlace } from '../../../../core/contract/bench.ts';
import type { HostBatch, ModalityInfo } from '../../../../core/data/dataset.ts';
import { normalNumbers } from '../../../../core/tensor/stateless-normal.ts';
import { streamKey } from '../../../../core/tensor/random.ts';
import { assemble } from '../../../../core/train/assemble.ts';
import { disposeBatch, toDevice } from '../../../../core/train/device-batch.ts';
import { Training, type TrainingRequest } from '../../../../core/train/training.ts';
import { openRuntime, type Runtime } from '../../runtime/open.ts';

type MadeUpJob = Extract<BenchJob, { what: 'step' | 'ops' }>;

/** As many training samples as CREMA-D and Kinetics-Sounds have: the schedule and the epoch's length follow. */
const TRAIN_SAMPLES = { 'crema-d': 6698, 'kinetics-sounds': 14_799 } as const;

export interface Stepped {
  /** What it reported. */
  readonly values: Readonly<Record<string, number>>;
  readonly hasGeometry: boolean;
}

export interface Prepared {
  readonly runtime: Runtime;
  readonly place: BenchPlace;
  readonly request: TrainingRequest;
  /** One real step as the training loop takes it. */
  step(): Stepped;
}

/** Opens the engine and builds what the settings say for made-up inputs, at the start of the job's epoch. */
export async function prepare(job: MadeUpJob): Promise<Prepared> {
  const { config } = job;
  const threads = config.threads ?? availableParallelism();
  const runtime = await openRuntime(config.device, { threads, cacheFolder: job.folders.cache });
  const modalities = modalitiesOf(job);
  const { classes } = benchShapes[job.shape];
  const request = assemble(config, { modalities, classes, trainSamples: TRAIN_SAMPLES[job.shape] });
  let hasGeometry = false;
  const training = new Training({ ...request, onGeometry: () => (hasGeometry = true) });
  const batch = madeUpBatch(request.modalities, classes, config.training.batch, config.seed);
  let taken = 0;
  return {
    runtime,
    place: { threads, device: runtime.device, deviceName: runtime.deviceName },
    request,
    step() {
      hasGeometry = false;
      const onDevice = toDevice(batch);
      const values = training.step(onDevice, job.epoch, taken++ % request.stepsPerEpoch);
      disposeBatch(onDevice);
      return { values, hasGeometry };
    },
  };
}

function modalitiesOf({ shape, size }: MadeUpJob): ModalityInfo[] {
  const { audio, video } = benchShapes[shape][size];
  return [
    { id: 'audio', kind: 'spectrogram', shape: audio },
    { id: 'video', kind: 'frames', shape: video },
  ];
}

/** Log-magnitudes about −4 ± 3 and frames of mean 0 and deviation 1 within the range of normalised pixels: fixed by the seed. */
export function madeUpBatch(modalities: readonly ModalityInfo[], classes: number, batch: number, seed: number): HostBatch {
  const inputs = modalities.map(({ id, kind, shape }) => {
    const full = [batch, ...shape];
    const numbers = normalNumbers(
      streamKey(seed, `bench/${id}`, 0),
      full.reduce((total, n) => total * n, 1),
    );
    const data = kind === 'frames' ? numbers.map((x) => Math.min(Math.max(x, -2.1), 2.6)) : numbers.map((x) => 3 * x - 4);
    return [id, { shape: full, data }] as const;
  });
  return {
    indices: Int32Array.from({ length: batch }, (_, i) => i),
    labels: Int32Array.from({ length: batch }, (_, i) => i % classes),
    inputs: Object.fromEntries(inputs),
  };
}

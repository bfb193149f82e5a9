import { z } from 'zod';
import { RunConfig } from '../train/config.ts';

/** What `redreg bench` asks of a training process. `config` is a run's; where inputs are made up its data set is only a name. */
const Common = z.strictObject({
  job: z.literal('bench'),
  run: z.string(),
  config: RunConfig,
  folders: z.strictObject({ cache: z.string(), checkpoints: z.string() }),
  /** Steps before the clock counts: the first ones of a process are slower. */
  warmUp: z.int().min(0),
  /** Steps that are measured. */
  steps: z.int().min(1),
  /** Where in the training the steps stand; RedReg's modality dropout, the schedules and OGM's window depend on it. */
  epoch: z.int().min(0),
});

/** Shapes of made-up inputs. The small ones are for tests. */
export const benchShapes = {
  'crema-d': {
    classes: 6,
    full: { audio: [257, 188, 1], video: [3, 224, 224, 3] },
    small: { audio: [64, 48, 1], video: [3, 32, 32, 3] },
  },
  'kinetics-sounds': {
    classes: 31,
    full: { audio: [1024, 128, 1], video: [3, 224, 224, 3] },
    small: { audio: [64, 32, 1], video: [3, 32, 32, 3] },
  },
} as const;
export type BenchShape = keyof typeof benchShapes;

const MadeUp = Common.extend({ shape: z.enum(['crema-d', 'kinetics-sounds']), size: z.enum(['full', 'small']) });

export const BenchJob = z.discriminatedUnion('what', [
  MadeUp.extend({ what: z.literal('step') }),
  MadeUp.extend({ what: z.literal('ops') }),
  Common.extend({
    what: z.literal('data'),
    /** Seconds of work a batch, as if a step took as long; null: real steps. */
    stepSeconds: z.number().positive().nullable(),
  }),
]);
export type BenchJob = z.output<typeof BenchJob>;

/** What all measurements say of the process they ran in. */
export interface BenchPlace {
  readonly threads: number;
  readonly device: string;
  readonly deviceName: string;
}

/** Steps of one process. */
export interface BenchStep extends BenchPlace {
  readonly what: 'step';
  /** Seconds of each measured step: the batch on the device, `Training.step`, the batch freed. */
  readonly seconds: readonly number[];
  /** Processor time of each, over all threads: what other programs took of the machine does not count in it. */
  readonly processorSeconds: readonly number[];
  /** Whether the geometry was measured in that step. */
  readonly geometry: readonly boolean[];
  readonly flopsPerStep: number;
  /** Operations a second of the best 3x3 forward convolution of the four stages, before and after the steps. */
  readonly peaks: readonly BenchPeak[];
  /** The process's high-water mark when the steps were over, in bytes. */
  readonly peakRss: number;
  /** Resident bytes after the third step and after the last. */
  readonly rss: readonly [number, number];
  /** Tensors known to the engine after each step, warm-up included. */
  readonly tensors: readonly number[];
  /** Measured steps on which a link reported a regulation (β or a factor other than its neutral value), and on which a modality was dropped. */
  readonly regulated: number;
  readonly dropped: number;
}

export interface BenchPeak {
  /** [images, height, width, channels]; as many channels go out. */
  readonly shape: readonly number[];
  readonly flopsPerSecond: number;
}

/** Where the time of measured steps went, milliseconds a step. */
export interface BenchOps extends BenchPlace {
  readonly what: 'ops';
  readonly seconds: readonly number[];
  readonly operations: readonly { readonly name: string; readonly calls: number; readonly ms: number }[];
  /** Waiting for values that JavaScript reads, freeing tensors, and everything else: JavaScript. */
  readonly outside: { readonly readback: number; readonly freeing: number; readonly javascript: number };
}

/** The loader beside the steps. */
export interface BenchData extends BenchPlace {
  readonly what: 'data';
  readonly workers: number;
  readonly samples: number;
  readonly stepsPerEpoch: number;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** Samples a second when nothing else runs. */
  readonly loaderSamplesPerSecond: number;
  /** Wait for the first batch of an epoch, seconds. */
  readonly firstWait: number;
  /** Wait and work of each measured step after it, seconds. */
  readonly waits: readonly number[];
  readonly work: readonly number[];
}

export type BenchResult = BenchStep | BenchOps | BenchData;

import { z } from 'zod';
import type { ErrorData } from '../errors/app-error.ts';
import type { GeometryRecord } from '../geometry/record.ts';
import { RunConfig } from '../train/config.ts';
import { BenchJob, type BenchResult } from './bench.ts';
import { BrowseJob, browseMessages, type FromBrowser } from './browse.ts';

/**
 * The closed set of messages between a host and the training process. One process does one job, which ends with exactly one of
 * `done`, `stopped`, `paused` or `failed`; a process that dies without one is reported as `failed` by its supervisor.
 */

const Folders = z.strictObject({
  /** Preprocessing cache and the TensorFlow pack. */
  cache: z.string(),
  /** Where this run's checkpoints go: `<checkpoints>/last.safetensors`, `best.safetensors`. */
  checkpoints: z.string(),
});

/** A run that goes on: from the checkpoint that is furthest on, from the start where there is none. */
const Resume = z.strictObject({
  checkpoints: z.array(z.strictObject({ kind: z.enum(['best', 'last']), file: z.string() })),
  /** Fingerprint the data had when the run was started; null where it had not got so far. A different set is refused. */
  fingerprint: z.string().nullable(),
});

export const TrainJob = z.strictObject({
  job: z.literal('train'),
  run: z.string(),
  config: RunConfig,
  folders: Folders,
  resume: Resume.nullable().default(null),
});
export const EvaluateJob = z.strictObject({
  job: z.literal('evaluate'),
  run: z.string(),
  config: RunConfig,
  folders: Folders,
  checkpoint: z.string(),
  splits: z.array(z.enum(['train', 'validation', 'test'])),
  /** Fingerprint the data had when the run was made; a different set is refused. */
  fingerprint: z.string().nullable(),
  /** Also the Shapley value of each modality on every split, as points of the series `shapley/<split>/<modality>`. */
  shapley: z.boolean().default(false),
});
export const VerifyJob = z.strictObject({
  job: z.literal('verify'),
  run: z.string(),
  /** Recorded runs, both precisions of each. */
  files: z.array(z.string()),
  folders: Folders,
  threads: z.int().min(1).nullable().default(null),
  /** `plain`: without this program's fused kernels, every operation composed. */
  kernels: z.enum(['fused', 'plain']).default('fused'),
  /** Leaves a part of the mathematics out on purpose, to show that the comparison notices. */
  mutant: z.enum(['none', 'no-term', 'flipped-sign', 'no-projection', 'no-pull-back']).default('none'),
});
/** A few steps of a configuration, to tell what a run of it costs. Nothing is kept. */
export const ProbeJob = z.strictObject({
  job: z.literal('probe'),
  run: z.string(),
  config: RunConfig,
  folders: Folders,
  /** Steps before the clock counts: the first ones of a process are slower. */
  warmUp: z.int().min(0).default(2),
  /** Steps that are measured, at most; fewer where they are slow. */
  steps: z.int().min(1).default(8),
});
export const Job = z.discriminatedUnion('job', [TrainJob, EvaluateJob, VerifyJob, ProbeJob, BenchJob, BrowseJob]);

export const ToTrainer = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), job: Job }),
  /** Save and end after the step in hand; another process can go on. */
  z.strictObject({ type: z.literal('pause') }),
  /** The answer to `saving`: all points sent so far are safe. */
  z.strictObject({ type: z.literal('recorded') }),
  /** Evaluate, save and end after the step in hand. */
  z.strictObject({ type: z.literal('stop') }),
  /** End after the step in hand, keeping what the last checkpoint holds. */
  z.strictObject({ type: z.literal('abort') }),
  ...browseMessages,
]);

/** Figures of one split. `modalityAccuracy` by the run's own way of scoring. Per-class arrays are in class order; NaN where a class has no sample. */
export interface SplitMetrics {
  readonly n: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly macroF1: number;
  readonly map: number;
  readonly modalityAccuracy: Readonly<Record<string, number>>;
  readonly perClassAccuracy: readonly number[];
  readonly modalityPerClassAccuracy: Readonly<Record<string, readonly number[]>>;
  /** Row = true class, column = predicted class. */
  readonly confusion: readonly (readonly number[])[];
}

/** What the model says of each sample of a split, in list order: class indices. */
export interface PredictedSplit {
  readonly which: 'last' | 'best';
  readonly epoch: number;
  readonly split: string;
  /** Stable sample names. */
  readonly names: readonly string[];
  /** True classes. */
  readonly labels: Uint16Array;
  /** Predicted classes by way of scoring: `fused`, and each modality by the run's own way. */
  readonly predicted: Readonly<Record<string, Uint16Array>>;
}

/** Points of several series since the last batch; `steps` and `values` of a series have one length. Values may be NaN or infinite. */
export type PointBatch = Readonly<Record<string, { readonly steps: readonly number[]; readonly values: readonly number[] }>>;

export interface RunEnvironment {
  readonly device: string;
  readonly deviceName: string;
  readonly threads: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly fingerprint: string;
  readonly classes: readonly string[];
  readonly parameters: number;
  readonly stepsPerEpoch: number;
  /** How the modality scores are computed: heads, slices or zero-out. */
  readonly scoring: string;
  readonly samples: { readonly train: number; readonly validation: number; readonly test: number };
}

/** What a probe found. */
export interface ProbeResult {
  /** Of a training step with its data, in the mean. */
  readonly secondsPerStep: number;
  /** Of one sample's evaluation. */
  readonly secondsPerSample: number;
  readonly stepsPerEpoch: number;
  readonly samples: RunEnvironment['samples'];
  /** The process's high-water mark. */
  readonly peakMemoryBytes: number;
  /** Of one checkpoint file. */
  readonly checkpointBytes: number;
}

/** One line of a verification: what was compared, the worst figure found and the bound. */
export interface VerifyLine {
  readonly file: string;
  readonly field: string;
  readonly found: number;
  readonly bound: number;
  readonly ok: boolean;
}

export interface CheckpointInfo {
  readonly kind: 'best' | 'last';
  readonly file: string;
  readonly epoch: number;
  readonly step: number;
  readonly bytes: number;
  readonly sha256: string;
}

export type FromTrainer =
  | { readonly type: 'ready'; readonly environment: RunEnvironment }
  | {
      readonly type: 'progress';
      readonly phase: string;
      readonly done: number;
      readonly total: number;
      readonly secondsLeft: number | null;
    }
  | { readonly type: 'points'; readonly series: PointBatch }
  /** What was measured of the encoders' gradients since the last such message, in order of steps. */
  | { readonly type: 'geometry'; readonly records: readonly GeometryRecord[] }
  | { readonly type: 'event'; readonly level: 'info' | 'warning'; readonly text: string }
  | { readonly type: 'checkpoint'; readonly checkpoint: CheckpointInfo }
  /** Figures of one split after an epoch. `which`: of the last epoch so far or of the best by `training.selectOn`. */
  | {
      readonly type: 'metrics';
      readonly which: 'last' | 'best';
      readonly epoch: number;
      readonly split: string;
      readonly metrics: SplitMetrics;
    }
  /** Goes with `metrics` of validation and test, of the last epoch so far and of the best one. */
  | ({ readonly type: 'predictions' } & PredictedSplit)
  | { readonly type: 'probed'; readonly result: ProbeResult }
  | { readonly type: 'verified'; readonly lines: readonly VerifyLine[] }
  | { readonly type: 'benched'; readonly result: BenchResult }
  | FromBrowser
  /** A resumed run stands here: what is kept of later steps and epochs is void. Comes before `ready`. */
  | { readonly type: 'resumed'; readonly step: number; readonly epochs: number }
  /** A checkpoint is about to be written: once the host has safely kept all points up to its step it answers `recorded`. */
  | { readonly type: 'saving'; readonly step: number }
  | { readonly type: 'paused'; readonly seconds: number; readonly step: number }
  | { readonly type: 'done'; readonly seconds: number; readonly weightsSha256: string | null }
  | {
      readonly type: 'stopped';
      readonly seconds: number;
      readonly weightsSha256: string | null;
      readonly step: number;
      readonly kept: boolean;
    }
  | { readonly type: 'failed'; readonly error: ErrorData };

export type ToTrainer = z.input<typeof ToTrainer>;
export type TrainJob = z.output<typeof TrainJob>;
export type EvaluateJob = z.output<typeof EvaluateJob>;
export type VerifyJob = z.output<typeof VerifyJob>;
export type ProbeJob = z.output<typeof ProbeJob>;
export type Job = z.output<typeof Job>;

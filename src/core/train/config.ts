import { z } from 'zod';
import { DatasetDefinition } from '../data/definition.ts';
import { DiagnosticsSettings } from '../diagnostics/settings.ts';

/** How the weights move. Defaults are the official runs' (methods.md 1.2): SGD with momentum; weight decay is added to the gradient. */
export const OptimizerSettings = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sgd'),
    momentum: z.number().min(0).lt(1).default(0.9),
    weightDecay: z.number().min(0).default(1e-4),
  }),
  z.strictObject({
    kind: z.literal('adam'),
    beta1: z.number().min(0).lt(1).default(0.9),
    beta2: z.number().min(0).lt(1).default(0.999),
    epsilon: z.number().positive().default(1e-8),
    weightDecay: z.number().min(0).default(0),
  }),
  /** Decoupled weight decay. */
  z.strictObject({
    kind: z.literal('adamw'),
    beta1: z.number().min(0).lt(1).default(0.9),
    beta2: z.number().min(0).lt(1).default(0.999),
    epsilon: z.number().positive().default(1e-8),
    weightDecay: z.number().min(0).default(0.01),
  }),
]);

/** How the learning rate changes over the epochs. */
export const ScheduleSettings = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant') }),
  z.strictObject({
    kind: z.literal('step'),
    every: z.int().min(1).default(40),
    factor: z.number().positive().max(1).default(0.1),
  }),
  /** Linear warm-up over `warmup` epochs (may be fractional), then half a cosine down to `floor` times the rate. */
  z.strictObject({ kind: z.literal('cosine'), warmup: z.number().min(0).default(0), floor: z.number().min(0).max(1).default(0) }),
]);

export const TrainingSettings = z.strictObject({
  epochs: z.int().min(1).max(100_000).default(80),
  batch: z.int().min(1).max(65_536).default(64),
  learningRate: z.number().positive().default(2e-3),
  /** Gradients longer than this, each encoder's and the rest taken apart, are scaled down to it; null: never, as in the official scripts. */
  clipNorm: z.number().positive().nullable().default(null),
  optimizer: OptimizerSettings.default({ kind: 'sgd', momentum: 0.9, weightDecay: 1e-4 }),
  schedule: ScheduleSettings.default({ kind: 'step', every: 40, factor: 0.1 }),
  /**
   * Which split chooses the best checkpoint. `test` is what the released scripts do (methods.md 1.5, row 19): it flatters the figure,
   * so it is on request only, and what it chose says so.
   */
  selectOn: z.enum(['validation', 'test']).default('validation'),
});

export const ModelSettings = z.strictObject({
  /** Channels of the first stage of ResNet-18; 64 is the published network. */
  width: z.int().min(4).max(256).default(64),
  fusion: z.enum(['concat', 'sum', 'film', 'gated']).default('concat'),
  /** Where a modality's own logits come from (methods.md 4.3). `auto`: the method's own way, zero-out where that cannot run. */
  scoring: z.enum(['auto', 'heads', 'slices', 'zero-out']).default('auto'),
});

/** All that is needed to repeat a run. `links` holds, per link of the method, `off` or the options that differ from the defaults. */
export const RunConfig = z.strictObject({
  method: z.string(),
  data: DatasetDefinition,
  /** From which preset the settings came, a label: `quick`, `official`, one of the method's own (`paper`), or both (`quick,paper`). */
  preset: z
    .string()
    .regex(/^[a-z][a-z0-9-]*(,[a-z][a-z0-9-]*)?$/)
    .default('official'),
  seed: z.int().nonnegative().max(Number.MAX_SAFE_INTEGER).default(0),
  model: ModelSettings.prefault({}),
  training: TrainingSettings.prefault({}),
  links: z.record(z.string(), z.union([z.literal('off'), z.record(z.string(), z.unknown())])).default({}),
  /** Threads of the tensor engine; null: as many as the machine has. Another number, other last bits. */
  threads: z.int().min(1).max(1024).nullable().default(null),
  device: z.enum(['auto', 'cpu', 'gpu']).default('auto'),
  /** A checkpoint is written when the one before is this old; 0: before each step. Changes no number of the run. */
  checkpointMinutes: z.number().nonnegative().default(10),
  /** What is measured besides. Changes no number of the run. */
  diagnostics: DiagnosticsSettings.prefault({}),
});

export type RunConfig = z.output<typeof RunConfig>;
export type ModelSettings = z.output<typeof ModelSettings>;
export type TrainingSettings = z.output<typeof TrainingSettings>;
export type OptimizerSettings = z.output<typeof OptimizerSettings>;
export type ScheduleSettings = z.output<typeof ScheduleSettings>;

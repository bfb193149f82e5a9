import { z } from 'zod';
import { DatasetDefinition } from '../data/definition.ts';
import { DiagnosticsSettings } from '../diagnostics/settings.ts';
import { SequenceSettings } from '../nn/sequence-settings.ts';
import { EarlyStoppingSettings } from './early-stopping.ts';

/** Title, description and unit of each field go into the JSON schema, which forms are made from. `advanced` fields are folded away at first. */
const WEIGHT_DECAY = { title: 'Weight decay', description: 'Pull of every weight towards zero.' };
const MEAN = { title: 'Beta 1', description: 'Of the moving mean of the gradient.', advanced: true };
const SQUARE = { title: 'Beta 2', description: 'Of the moving mean of its square.', advanced: true };
const EPSILON = { title: 'Epsilon', description: 'Keeps the division finite.', advanced: true };
const adam = {
  beta1: z.number().min(0).lt(1).default(0.9).meta(MEAN),
  beta2: z.number().min(0).lt(1).default(0.999).meta(SQUARE),
  epsilon: z.number().positive().default(1e-8).meta(EPSILON),
};

/** How the weights move. Defaults are the official runs' (methods.md 1.2): SGD with momentum; weight decay is added to the gradient. */
export const OptimizerSettings = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('sgd'),
      momentum: z.number().min(0).lt(1).default(0.9).meta({ title: 'Momentum' }),
      weightDecay: z.number().min(0).default(1e-4).meta(WEIGHT_DECAY),
    })
    .meta({ title: 'SGD' }),
  z
    .strictObject({ kind: z.literal('adam'), ...adam, weightDecay: z.number().min(0).default(0).meta(WEIGHT_DECAY) })
    .meta({ title: 'Adam' }),
  /** Decoupled weight decay. */
  z
    .strictObject({ kind: z.literal('adamw'), ...adam, weightDecay: z.number().min(0).default(0.01).meta(WEIGHT_DECAY) })
    .meta({ title: 'AdamW' }),
]);

/** How the learning rate changes over the epochs. */
export const ScheduleSettings = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant') }).meta({ title: 'Constant' }),
  z
    .strictObject({
      kind: z.literal('step'),
      every: z.int().min(1).default(40).meta({ title: 'Every', unit: 'epochs' }),
      factor: z
        .number()
        .positive()
        .max(1)
        .default(0.1)
        .meta({ title: 'Factor', description: 'What the rate is multiplied by each time.' }),
    })
    .meta({ title: 'Step' }),
  /** Linear warm-up over `warmup` epochs (may be fractional), then half a cosine down to `floor` times the rate. */
  z
    .strictObject({
      kind: z.literal('cosine'),
      warmup: z.number().min(0).default(0).meta({ title: 'Warm-up', description: 'The rate rises on a line.', unit: 'epochs' }),
      floor: z
        .number()
        .min(0)
        .max(1)
        .default(0)
        .meta({ title: 'Floor', description: 'Share of the rate that is left at the end.' }),
    })
    .meta({ title: 'Cosine' }),
]);

export const TrainingSettings = z.strictObject({
  epochs: z
    .int()
    .min(1)
    .max(100_000)
    .default(80)
    .meta({ title: 'Epochs', description: 'Passes over the training list.', unit: 'epochs' }),
  batch: z.int().min(1).max(65_536).default(64).meta({ title: 'Batch', description: 'Samples of one step.', unit: 'samples' }),
  learningRate: z
    .number()
    .positive()
    .default(2e-3)
    .meta({ title: 'Learning rate', description: 'At the start; the schedule changes it.' }),
  /** Gradients longer than this, each encoder's and the rest taken apart, are scaled down to it; null: never, as in the official scripts. */
  clipNorm: z.number().positive().nullable().default(null).meta({
    title: 'Clip gradients',
    description: 'Longer ones, each encoder’s by itself, are scaled down to this norm. Off in the official scripts.',
    advanced: true,
  }),
  optimizer: OptimizerSettings.default({ kind: 'sgd', momentum: 0.9, weightDecay: 1e-4 }).meta({ title: 'Optimizer' }),
  schedule: ScheduleSettings.default({ kind: 'step', every: 40, factor: 0.1 }).meta({
    title: 'Schedule',
    description: 'How the learning rate changes over the epochs.',
  }),
  earlyStopping: EarlyStoppingSettings,
  /**
   * Which split chooses the best checkpoint. `test` is what the released scripts do (methods.md 1.5, row 19): it flatters the figure,
   * so it is on request only, and what it chose says so.
   */
  selectOn: z.enum(['validation', 'test']).default('validation').meta({
    title: 'Best checkpoint by',
    description: 'The released scripts choose on test, which flatters the figure; what test chose is labelled so.',
    advanced: true,
  }),
});

export const ModelSettings = z.strictObject({
  /** Channels of the first stage of ResNet-18; 64 is the published network. */
  width: z.int().min(4).max(256).default(64).meta({
    title: 'Width',
    description: 'Channels of the first stage of ResNet-18. 64 is the published network; 16 trains some ten times faster.',
    unit: 'channels',
  }),
  fusion: z
    .enum(['concat', 'sum', 'film', 'gated'])
    .default('concat')
    .meta({ title: 'Fusion', description: 'How the features of the modalities are joined.' }),
  /** Where a modality's own logits come from (methods.md 4.3). `auto`: the method's own way, zero-out where that cannot run. */
  scoring: z.enum(['auto', 'heads', 'slices', 'zero-out']).default('auto').meta({
    title: 'Scoring',
    description:
      'Where a modality’s own logits come from: heads of its own, its slice of the fused head, or zeros for the others. Auto is the method’s own way. They do not compare with one another.',
    advanced: true,
  }),
  sequence: SequenceSettings,
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
  model: ModelSettings.prefault({}).meta({ title: 'Model' }),
  training: TrainingSettings.prefault({}).meta({ title: 'Training' }),
  links: z.record(z.string(), z.union([z.literal('off'), z.record(z.string(), z.unknown())])).default({}),
  /** Threads of the tensor engine; null: as many as the machine has. Another number, other last bits. */
  threads: z.int().min(1).max(1024).nullable().default(null).meta({
    title: 'Threads',
    description: 'Off: as many as the machine has. Another number gives other last bits.',
    advanced: true,
  }),
  device: z
    .enum(['auto', 'cpu', 'gpu'])
    .default('auto')
    .meta({ title: 'Device', description: 'Auto takes a GPU where one can be used.' }),
  /** A checkpoint is written when the one before is this old; 0: before each step. Changes no number of the run. */
  checkpointMinutes: z.number().nonnegative().default(10).meta({
    title: 'Checkpoint after',
    description: 'How old the last one may get. Changes no number of the run.',
    unit: 'minutes',
    advanced: true,
  }),
  /** What is measured besides. Changes no number of the run. */
  diagnostics: DiagnosticsSettings.prefault({}).meta({
    title: 'Diagnostics',
    description: 'What is measured besides. Changes no number of the run.',
  }),
});

export type RunConfig = z.output<typeof RunConfig>;
export type ModelSettings = z.output<typeof ModelSettings>;
export type TrainingSettings = z.output<typeof TrainingSettings>;
export type OptimizerSettings = z.output<typeof OptimizerSettings>;
export type ScheduleSettings = z.output<typeof ScheduleSettings>;

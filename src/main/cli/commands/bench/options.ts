import { DatasetDefinition } from '../../../../core/data/definition.ts';
import { benchShapes, type BenchShape } from '../../../../core/contract/bench.ts';
import type { AppError } from '../../../../core/errors/app-error.ts';
import { diagnosticsPreset } from '../../../../core/diagnostics/settings.ts';
import type { RunConfig } from '../../../../core/train/config.ts';
import { wholeNumber } from '../../arguments.ts';
import { runConfigOf } from '../../settings.ts';

/** Options that every kind of measurement takes. */
export const COMMON = {
  method: { type: 'string', default: 'redreg' },
  batch: { type: 'string', default: '8' },
  steps: { type: 'string' },
  epoch: { type: 'string' },
  threads: { type: 'string' },
  device: { type: 'string' },
  set: { type: 'string', multiple: true, default: [] as string[] },
  json: { type: 'boolean', default: false },
} as const;

/** Options of measurements with made-up inputs. `--size small` is for tests: it takes seconds and says nothing about speed. */
export const MADE_UP = {
  ...COMMON,
  shape: { type: 'string', default: 'crema-d' },
  size: { type: 'string', default: 'full' },
  diagnostics: { type: 'string', default: 'off' },
} as const;

export type Wrong = (problem: string) => AppError;

export interface CommonValues {
  readonly method: string;
  readonly batch: string;
  readonly steps?: string | undefined;
  readonly epoch?: string | undefined;
  readonly threads?: string | undefined;
  readonly device?: string | undefined;
  readonly set: readonly string[];
  readonly diagnostics?: string | undefined;
}

/** A run's settings from the words typed: the method's official ones, the batch, then every `--set`. */
export function configOf(values: CommonValues, data: DatasetDefinition, wrong: Wrong): RunConfig {
  const threads = values.threads === undefined ? undefined : wholeNumber(values.threads, 'threads', { least: 1 }, wrong);
  const batch = wholeNumber(values.batch, 'batch', { least: 1 }, wrong);
  const config = runConfigOf({
    method: values.method,
    data,
    preset: 'official',
    threads,
    device: values.device,
    set: [`training.batch=${String(batch)}`, ...values.set],
  });
  return { ...config, diagnostics: diagnosticsPreset(geometryEvery(values, wrong) || 'off') };
}

/** `--diagnostics`: 0 for `off`, where nothing is measured besides. */
export const geometryEvery = ({ diagnostics = 'off' }: CommonValues, wrong: Wrong): number =>
  diagnostics === 'off' ? 0 : wholeNumber(diagnostics, 'diagnostics', { least: 1 }, wrong);

/**
 * The same for joint training: model and training settings hold for both, so that the two steps differ by the method alone; link
 * settings are the method's own.
 */
export const jointValues = (values: CommonValues): CommonValues => ({
  ...values,
  method: 'joint',
  diagnostics: 'off',
  set: values.set.filter((setting) => setting.startsWith('model.')),
});

/** Half way through the training unless asked otherwise: there RedReg drops a modality with probability 0.1. */
export function epochOf(values: CommonValues, config: RunConfig, wrong: Wrong): number {
  const most = config.training.epochs - 1;
  return values.epoch === undefined
    ? Math.floor(config.training.epochs / 2)
    : wholeNumber(values.epoch, 'epoch', { least: 0, most }, wrong);
}

/** Stands where a run names its data set; the inputs are made up. */
export const noData = (shape: BenchShape): DatasetDefinition =>
  DatasetDefinition.parse({ layout: 'crema-d', name: `made-up-${shape}`, root: '.' });

export function shapeOf(text: string, wrong: Wrong): BenchShape {
  const known = Object.keys(benchShapes) as BenchShape[];
  const shape = known.find((name) => name === text);
  if (!shape) throw wrong(`--shape is "${text}"; expected ${known.join(' or ')}.`);
  return shape;
}

export function sizeOf(text: string, wrong: Wrong): 'full' | 'small' {
  if (text !== 'full' && text !== 'small') throw wrong(`--size is "${text}"; expected full or small.`);
  return text;
}

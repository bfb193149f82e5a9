import { keep, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { DiagnosticsState } from '../diagnostics/state.ts';
import type { Model } from '../nn/late-fusion.ts';
import type { Waiting } from './early-stopping.ts';
import { fromPlain, toPlain } from './plain-state.ts';
import type { SafetensorsContents, StoredTensor } from './safetensors.ts';
import type { TrainingState } from './training.ts';

/** The best epoch so far, counted from 1, and its fused validation accuracy. */
export interface Best {
  readonly epoch: number;
  readonly accuracy: number;
}

/** Where the run stood when the checkpoint was made. */
export interface CheckpointPosition {
  /** Epochs completed. */
  readonly epoch: number;
  /** Steps of the next epoch already made; 0 at an epoch's end. */
  readonly step: number;
  /** The epoch just completed has yet to be measured. Absent: no. */
  readonly unmeasured?: boolean;
  /** Absent or null: none yet, or no validation split. */
  readonly best?: Best | null;
  /** What early stopping waits for. Absent or null: it is off, or no epoch has been measured. */
  readonly waiting?: Waiting | null;
}

const FORMAT = 'redreg-checkpoint-1';

const count = z.int().nonnegative();
const Counters = z.object({
  epoch: count,
  step: count,
  globalStep: count,
  updates: count,
  unmeasured: z.boolean().default(false),
  best: z.object({ epoch: count, accuracy: z.number() }).nullable().default(null),
  waiting: z.object({ epoch: count, accuracy: z.number(), waited: count }).nullable().default(null),
});

/**
 * A checkpoint's tensors: weights and buffers under their own names, moments as `optimizer.<kind>.<name>`, what links keep as
 * `links.<path>`. Plain link state, counters and `extra` are JSON in the metadata, so the file alone is enough to go on.
 * Tensors are read off the device one by one as the file is written: write it before the next step.
 */
export function packCheckpoint(
  state: TrainingState,
  { epoch, step, unmeasured = false, best = null, waiting = null }: CheckpointPosition,
  extra: Readonly<Record<string, string>>,
): SafetensorsContents {
  const tensors: Record<string, StoredTensor> = {};
  const put = (name: string, value: Tensor): void => {
    if (value.dtype !== 'float32') throw new Error(`the tensor ${name} of a checkpoint is ${value.dtype}, not float32`);
    tensors[name] = {
      shape: value.shape,
      get data() {
        return value.dataSync() as Float32Array;
      },
    };
  };
  for (const [name, value] of Object.entries({ ...state.weights, ...state.buffers })) put(name, value);
  for (const [kind, moments] of Object.entries(state.optimizer.moments))
    for (const [name, value] of Object.entries(moments)) put(`optimizer.${kind}.${name}`, value);
  const links = toPlain(state.links, 'links', put);
  const diagnostics = toPlain(state.diagnostics ?? null, 'diagnostics', put);
  const { globalStep, optimizer } = state;
  const counters: z.input<typeof Counters> = { epoch, step, globalStep, updates: optimizer.updates, unmeasured, best, waiting };
  return {
    tensors,
    metadata: {
      ...extra,
      format: FORMAT,
      counters: JSON.stringify(counters),
      links: JSON.stringify(links),
      diagnostics: JSON.stringify(diagnostics),
    },
  };
}

/** Position and step of a checkpoint from its metadata alone. Errors: `checkpoint.unreadable` where it is another program's. */
export function positionOf(
  metadata: SafetensorsContents['metadata'],
  file: string,
): { readonly position: CheckpointPosition; readonly globalStep: number; readonly updates: number } {
  const unreadable = (problem: string, cause?: unknown): AppError =>
    new AppError('checkpoint.unreadable', { file, problem }, { cause });
  if (metadata['format'] !== FORMAT) throw unreadable(`its format is "${metadata['format'] ?? 'none'}", expected ${FORMAT}`);
  const counters = Counters.safeParse(jsonOf(metadata['counters'] ?? '', unreadable));
  if (!counters.success) throw unreadable(`its counters are not as expected: ${counters.error.message}`);
  const { globalStep, updates, ...position } = counters.data;
  return { position, globalStep, updates };
}

function jsonOf(text: string, unreadable: (problem: string, cause: unknown) => AppError): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw unreadable('its metadata is not JSON', cause);
  }
}

/**
 * The state in a checkpoint. Errors: `checkpoint.does-not-fit` where the file lacks a tensor of the model or has it in another shape,
 * `checkpoint.unreadable` where it is another program's. Memory: the caller owns the tensors.
 */
export function unpackCheckpoint(
  { tensors, metadata }: SafetensorsContents,
  model: Model,
  file: string,
): { state: TrainingState; position: CheckpointPosition } {
  const { position, globalStep, updates } = positionOf(metadata, file);
  const missing: string[] = [];
  const wrong: string[] = [];
  for (const { name, shape } of [...model.parameters, ...model.buffers]) {
    const stored = tensors[name];
    if (!stored) missing.push(name);
    else if (stored.shape.join() !== shape.join()) wrong.push(name);
  }
  if (missing.length > 0 || wrong.length > 0) throw new AppError('checkpoint.does-not-fit', { file, missing, wrong });
  const get = (name: string): Tensor => {
    const stored = tensors[name];
    if (!stored) throw new AppError('checkpoint.does-not-fit', { file, missing: [name], wrong: [] });
    return keep(tensor(stored.data, [...stored.shape]));
  };
  const named = (names: readonly string[], prefix = ''): Record<string, Tensor> =>
    Object.fromEntries(names.map((name) => [name, get(`${prefix}${name}`)]));
  const parameters = model.parameters.map((p) => p.name);
  const kinds = new Set(Object.keys(tensors).flatMap((name) => /^optimizer\.([^.]+)\./.exec(name)?.[1] ?? []));
  const moments = Object.fromEntries([...kinds].map((kind) => [kind, named(parameters, `optimizer.${kind}.`)]));
  const unreadable = (problem: string, cause: unknown): AppError =>
    new AppError('checkpoint.unreadable', { file, problem }, { cause });
  const links = jsonOf(metadata['links'] ?? '{}', unreadable);
  const diagnostics = fromPlain(jsonOf(metadata['diagnostics'] ?? 'null', unreadable), get) as DiagnosticsState | null;
  const state: TrainingState = {
    weights: named(parameters),
    buffers: named(model.buffers.map((b) => b.name)),
    optimizer: { updates, moments },
    links: fromPlain(links, get) as TrainingState['links'],
    globalStep,
    ...(diagnostics ? { diagnostics } : {}),
  };
  return { state, position };
}

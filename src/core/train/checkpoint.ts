import { keep, tensor, Tensor } from '@tensorflow/tfjs-core';
import { AppError } from '../errors/app-error.ts';
import type { Model } from '../nn/late-fusion.ts';
import type { SafetensorsContents, StoredTensor } from './safetensors.ts';
import type { TrainingState } from './training.ts';

/** Where the run stood when the checkpoint was made. */
export interface CheckpointPosition {
  /** Epochs completed. */
  readonly epoch: number;
  /** Steps of the next epoch already made; 0 at an epoch's end. */
  readonly step: number;
}

/**
 * A checkpoint's tensors: weights and buffers under their own names, moments as `optimizer.<kind>.<name>`, what links keep as
 * `links.<path>`. Plain link state, counters and `extra` are JSON in the metadata, so the file alone is enough to go on.
 */
export function packCheckpoint(
  state: TrainingState,
  position: CheckpointPosition,
  extra: Readonly<Record<string, string>>,
): SafetensorsContents {
  const tensors: Record<string, StoredTensor> = {};
  const put = (name: string, value: Tensor): void => {
    tensors[name] = { shape: value.shape, data: value.dataSync() as Float32Array };
  };
  for (const [name, value] of Object.entries({ ...state.weights, ...state.buffers })) put(name, value);
  for (const [kind, moments] of Object.entries(state.optimizer.moments))
    for (const [name, value] of Object.entries(moments)) put(`optimizer.${kind}.${name}`, value);
  const links = plain(state.links, 'links', put);
  const counters = { epoch: position.epoch, step: position.step, globalStep: state.globalStep, updates: state.optimizer.updates };
  return {
    tensors,
    metadata: { ...extra, format: 'redreg-checkpoint-1', counters: JSON.stringify(counters), links: JSON.stringify(links) },
  };
}

/** The state with every tensor replaced by a reference to its name in the file. */
function plain(value: unknown, path: string, put: (name: string, value: Tensor) => void): unknown {
  if (value instanceof Tensor) {
    put(path, value);
    return { $tensor: path };
  }
  if (Array.isArray(value)) return value.map((item, i) => plain(item, `${path}.${String(i)}`, put));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, `${path}.${key}`, put)]));
  return value;
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
  if (metadata['format'] !== 'redreg-checkpoint-1')
    throw new AppError('checkpoint.unreadable', {
      file,
      problem: `its format is "${metadata['format'] ?? 'none'}", expected redreg-checkpoint-1`,
    });
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
  const counters = JSON.parse(metadata['counters'] ?? '{}') as {
    epoch: number;
    step: number;
    globalStep: number;
    updates: number;
  };
  const parameters = model.parameters.map((p) => p.name);
  const kinds = new Set(Object.keys(tensors).flatMap((name) => /^optimizer\.([^.]+)\./.exec(name)?.[1] ?? []));
  const moments = Object.fromEntries([...kinds].map((kind) => [kind, named(parameters, `optimizer.${kind}.`)]));
  const state: TrainingState = {
    weights: named(parameters),
    buffers: named(model.buffers.map((b) => b.name)),
    optimizer: { updates: counters.updates, moments },
    links: revived(JSON.parse(metadata['links'] ?? '{}'), get) as TrainingState['links'],
    globalStep: counters.globalStep,
  };
  return { state, position: { epoch: counters.epoch, step: counters.step } };
}

function revived(value: unknown, get: (name: string) => Tensor): unknown {
  if (Array.isArray(value)) return value.map((item) => revived(item, get));
  if (typeof value !== 'object' || value === null) return value;
  if ('$tensor' in value) return get(String(value.$tensor));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revived(item, get)]));
}

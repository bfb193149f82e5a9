import { keep, Tensor } from '@tensorflow/tfjs-core';

/** Every tensor inside plain objects and arrays, each once. */
export function tensorsIn(value: unknown, found = new Set<Tensor>()): Set<Tensor> {
  if (value instanceof Tensor) found.add(value);
  else if (Array.isArray(value)) for (const item of value) tensorsIn(item, found);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) tensorsIn(item, found);
  return found;
}

/**
 * Hands over from an old state to a new one: the new state's tensors outlive the running tidy, the old state's that are in it no more
 * are freed. This is the only place where what outlives a step is decided.
 */
export function replaceState<T>(before: T, after: T): T {
  if (before === after) return after;
  const kept = tensorsIn(after);
  for (const tensor of kept) keep(tensor);
  for (const tensor of tensorsIn(before)) if (!kept.has(tensor) && !tensor.isDisposed) tensor.dispose();
  return after;
}

/** Frees every tensor of a state. */
export function disposeState(state: unknown): void {
  for (const tensor of tensorsIn(state)) if (!tensor.isDisposed) tensor.dispose();
}

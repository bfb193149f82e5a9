/** Sequences are rows of features, one a step: shape [steps, features], row by row. */

const isFilled = (values: Float32Array, step: number, features: number): boolean => {
  for (let i = step * features; i < (step + 1) * features; i++) if (values[i] !== 0) return true;
  return false;
};

/** The first step that is not all zeros, or -1 where there is none. */
export function firstFilled(values: Float32Array, features: number): number {
  const steps = features === 0 ? 0 : Math.floor(values.length / features);
  for (let step = 0; step < steps; step++) if (isFilled(values, step, features)) return step;
  return -1;
}

/** How many steps there are from `from` to the last that is not all zeros. */
export function filledSteps(values: Float32Array, features: number, from: number): number {
  const steps = features === 0 ? 0 : Math.floor(values.length / features);
  for (let step = steps - 1; step >= from; step--) if (isFilled(values, step, features)) return step + 1 - from;
  return 0;
}

/** `steps` rows from row `from` on; zeros after the last that there is. */
export function takeSteps(values: Float32Array, features: number, from: number, steps: number): Float32Array {
  const taken = new Float32Array(steps * features);
  taken.set(values.subarray(from * features, Math.min(values.length, (from + steps) * features)));
  return taken;
}

/** The last `steps` rows, with zeros before them where there are fewer: how the CMU SDK makes tensors. */
export function takeLastSteps(values: Float32Array, features: number, steps: number): Float32Array {
  const taken = new Float32Array(steps * features);
  const kept = values.subarray(Math.max(0, values.length - steps * features));
  taken.set(kept, taken.length - kept.length);
  return taken;
}

/** Values that are no numbers, and infinite ones. */
export interface NotFinite {
  readonly missing: number;
  readonly infinite: number;
}

/** Counts what is not finite. */
export function countNotFinite(values: Float32Array): NotFinite {
  let [missing, infinite] = [0, 0];
  for (const value of values) {
    if (Number.isFinite(value)) continue;
    if (Number.isNaN(value)) missing++;
    else infinite++;
  }
  return { missing, infinite };
}

/** Puts 0 in the place of all that is not finite, as the official loaders do with -inf in audio. Changes `values`. */
export function replaceNotFinite(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) values[i] = 0;
}

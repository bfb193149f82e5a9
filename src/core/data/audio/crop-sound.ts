/**
 * A part of a recording, `length` samples from `start` on, clipped to [-1, 1]. A recording under `2 length` is first doubled until it
 * has as much, so that every start from 0 to `length` is possible.
 *
 * Shapes: `samples` [n] → [length]. Ranges: 0 ≤ `start` ≤ `length`. Edge: an empty recording gives silence.
 * Source: `VGGSound.__getitem__` of the OGM-GE repository: 16 kHz, doubled while under 10 s, 5 s from a drawn start, at test too
 *   (methods.md 5.3).
 */
export function cropSound(samples: Float32Array, length: number, start: number): Float32Array {
  let doubled = samples.length;
  while (doubled > 0 && doubled < 2 * length) doubled *= 2;
  const out = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const at = start + i;
    const value = at < doubled ? (samples[at % samples.length] ?? 0) : 0;
    out[i] = Math.min(1, Math.max(-1, value));
  }
  return out;
}

/** A start for `cropSound`: each whole number from 0 to `length`, both included, by `uniform` in [0, 1). */
export const cropStart = (length: number, uniform: number): number => Math.floor(uniform * (length + 1));

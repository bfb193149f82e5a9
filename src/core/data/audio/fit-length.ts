/**
 * A recording of exactly `length` samples in [-1, 1]: a shorter one is repeated until the length is reached, a longer one is cut.
 *
 * Source: `CramedDataset.__getitem__` of the official repositories (methods.md 5.1).
 * Deviation: the official loader repeats three times, which leaves a clip under a third of the length short and makes it fail in the
 *   batch; we go on repeating.
 */
export function fitLength(samples: Float32Array, length: number): Float32Array {
  const fitted = new Float32Array(length);
  for (let i = 0; i < length; i++) fitted[i] = Math.min(1, Math.max(-1, samples[i % samples.length] ?? 0));
  return fitted;
}

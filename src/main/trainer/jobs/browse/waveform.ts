/** Stretches that a recording is drawn in. */
const STRETCHES = 400;

/** Least and greatest value of each of 400 even stretches, in turn. A recording of fewer values repeats them. Shapes: [length] → [800]. */
export function waveform(samples: Float32Array): Float32Array {
  const drawn = new Float32Array(2 * STRETCHES);
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const from = Math.floor((stretch * samples.length) / STRETCHES);
    const to = Math.max(from + 1, Math.floor(((stretch + 1) * samples.length) / STRETCHES));
    let [least, greatest] = [Infinity, -Infinity];
    for (let i = from; i < to; i++) {
      const value = samples[i] ?? 0;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    drawn[2 * stretch] = least;
    drawn[2 * stretch + 1] = greatest;
  }
  return drawn;
}

import { fbankFrames, kaldiFbank } from './kaldi-fbank.ts';

export interface FbankForm {
  /** Hertz of the samples. */
  readonly rate: number;
  /** Mel filters: columns. */
  readonly bins: number;
  /** Windows of 10 ms: rows. A longer recording is cut, a shorter one filled up with zeros. */
  readonly frames: number;
  /** Of the energies over a large set; they are taken off and divided by, the deviation twice. */
  readonly mean: number;
  readonly deviation: number;
}

/** The recording less its mean, in single precision as in the source. */
function lessMean(samples: Float32Array): Float32Array {
  let sum = 0;
  for (const value of samples) sum += value;
  const mean = Math.fround(sum / Math.max(1, samples.length));
  return samples.map((value) => value - mean);
}

/**
 * What the official Kinetics-Sounds preparation stores for a recording:
 *
 *     (pad(fbank(x - mean(x))) - mean) / (2 deviation)
 *
 * Padding is by zeros before the scaling, so with the official -4.503877 and 5.141276 it becomes 0.438.
 *
 * Shapes: `samples` [n] → [frames, bins], row-major. Units: hertz.
 * Edge: a recording shorter than 25 ms is all padding.
 * Source: methods.md 5.2.
 */
export function fbankFeatures(samples: Float32Array, { rate, bins, frames, mean, deviation }: FbankForm): Float32Array {
  const energies = kaldiFbank(lessMean(samples), rate, bins);
  const kept = Math.min(frames, fbankFrames(samples.length, rate)) * bins;
  const out = new Float32Array(frames * bins);
  out.set(energies.subarray(0, kept));
  return out.map((value) => (value - mean) / (2 * deviation));
}

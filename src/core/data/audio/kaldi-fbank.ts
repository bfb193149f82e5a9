import FFT from 'fft.js';
import { melBanks, type MelFilter } from './mel-banks.ts';

/** Length and distance of the windows, in seconds. */
const LENGTH_S = 0.025;
const SHIFT_S = 0.01;

const PREEMPHASIS = 0.97;
/** Where the lowest filter begins, in hertz. */
const LOWEST_HZ = 20;
/** Single precision's epsilon: the smallest energy, so that its logarithm is finite (-15.942). */
const FLOOR = 2 ** -23;

const nextPowerOfTwo = (n: number): number => 2 ** Math.ceil(Math.log2(n));

/** Symmetric Hann window ('hanning'): 0.5 - 0.5 cos(2 pi i / (n - 1)). Shapes: [n]. */
const hanning = (n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (n - 1)));

/** Samples of a window, and from one window to the next. */
export const fbankWindow = (rate: number): { readonly length: number; readonly shift: number } => ({
  length: Math.trunc(rate * LENGTH_S),
  shift: Math.trunc(rate * SHIFT_S),
});

/** Windows that fit wholly into `samples` ("snip edges"); 0 for less than one window. */
export function fbankFrames(samples: number, rate: number): number {
  const { length, shift } = fbankWindow(rate);
  return samples < length ? 0 : 1 + Math.floor((samples - length) / shift);
}

/** One window, its mean removed, the high frequencies raised, tapered, into the first values of `frame`. */
function takeWindow(samples: Float32Array, start: number, taper: Float64Array, frame: Float64Array): void {
  const n = taper.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += samples[start + i] ?? 0;
  const mean = sum / n;
  let before = (samples[start] ?? 0) - mean;
  for (let i = 0; i < n; i++) {
    const value = (samples[start + i] ?? 0) - mean;
    frame[i] = (taper[i] ?? 0) * (value - PREEMPHASIS * before);
    before = value;
  }
}

function energyOf({ first, weights }: MelFilter, power: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (power[first + i] ?? 0);
  return sum;
}

/**
 * Kaldi's log mel filter bank energies of a recording:
 *
 *     out[t, b] = log(max(sum_k weight[b, k] |FFT(w (x_t - .97 x_{t-1}))[k]|^2, 2^-23))
 *
 * with x the window of 25 ms at 10 t ms less its mean (the value before the first is the first), w the symmetric Hann window, and zeros up
 * to a power of two. `bins` triangular filters from 20 Hz to half the rate.
 *
 * Shapes: `samples` [n] → [fbankFrames(n, rate), bins], row-major. Units: hertz. Samples are in [-1, 1], not in 16-bit units.
 * Edge: a recording shorter than one window has no frame; the result is empty.
 * Source: torchaudio.compliance.kaldi.fbank(htk_compat=True, use_energy=False, window_type='hanning', num_mel_bins=bins, dither=0,
 *   frame_shift=10), everything else at its default (methods.md 5.2). Deviation: sums are double precision, torchaudio's single.
 */
export function kaldiFbank(samples: Float32Array, rate: number, bins: number): Float32Array {
  const { length, shift } = fbankWindow(rate);
  const frames = fbankFrames(samples.length, rate);
  const padded = nextPowerOfTwo(length);
  const filters = melBanks({ bins, window: padded, rate, lowest: LOWEST_HZ });
  const fft = new FFT(padded);
  const taper = hanning(length);
  const frame = new Float64Array(padded);
  const spectrum = new Float64Array(2 * padded);
  const power = new Float64Array(padded / 2);
  const out = new Float32Array(frames * bins);
  for (let t = 0; t < frames; t++) {
    takeWindow(samples, t * shift, taper, frame);
    fft.realTransform(spectrum, frame);
    for (let k = 0; k < power.length; k++) power[k] = (spectrum[2 * k] ?? 0) ** 2 + (spectrum[2 * k + 1] ?? 0) ** 2;
    for (const [b, filter] of filters.entries()) out[t * bins + b] = Math.log(Math.max(energyOf(filter, power), FLOOR));
  }
  return out;
}

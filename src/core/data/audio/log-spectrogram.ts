import FFT from 'fft.js';
import type { SpectrogramSettings } from '../settings.ts';
import { spectrogramShape } from './spectrogram-shape.ts';

/** Keeps the logarithm finite in silence; the official loaders' value. log of it is -16.118. */
const FLOOR = 1e-7;

/** Periodic Hann window, as scipy's `get_window('hann', n, fftbins=True)`: 0.5 - 0.5 cos(2 pi i / n). Shapes: [n]. */
export const hann = (n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / n));

/**
 * Log magnitude spectrogram of a recording of the target length.
 *
 *     out[k, t] = log(| sum_i hann[i] x[t hop + i - c] e^(-2 pi j k i / window) | + 1e-7)
 *
 * with c = window / 2 and zeros beyond the ends (`librosa`: librosa.stft(n_fft = window, hop_length = hop), version 0.10 or newer, whose
 * padding is zeros) or c = 0 (`scipy`: the paper's window 512, overlap 353). Magnitudes are not scaled in either.
 *
 * Shapes: `samples` [seconds * rate] → [bins, frames, 1] by `spectrogramShape`, row-major (all frames of one bin together).
 * Source: CREMA-D loader of the official repositories; the `scipy` variant by arithmetic from the paper's 257 x 299 (methods.md 5.1).
 */
export function logSpectrogram(samples: Float32Array, settings: SpectrogramSettings): Float32Array {
  const { window, hop, variant } = settings;
  const [bins, frames] = spectrogramShape(settings);
  const fft = new FFT(window);
  const weights = hann(window);
  const frame = new Float64Array(window);
  const spectrum = new Float64Array(2 * window);
  const out = new Float32Array(bins * frames);
  const before = variant === 'librosa' ? window / 2 : 0;
  for (let t = 0; t < frames; t++) {
    const start = t * hop - before;
    for (let i = 0; i < window; i++) frame[i] = (weights[i] ?? 0) * (samples[start + i] ?? 0);
    fft.realTransform(spectrum, frame);
    for (let k = 0; k < bins; k++) {
      const [re, im] = [spectrum[2 * k] ?? 0, spectrum[2 * k + 1] ?? 0];
      out[k * frames + t] = Math.log(Math.sqrt(re * re + im * im) + FLOOR);
    }
  }
  return out;
}

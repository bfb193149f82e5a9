import type { SpectrogramSettings } from '../settings.ts';
import { fitLength } from './fit-length.ts';
import { logSpectrogram } from './log-spectrogram.ts';
import { resample } from './resample.ts';
import { targetLength } from './spectrogram-shape.ts';
import type { WavSource } from './wav-header.ts';
import { decodeWav } from './wav-samples.ts';

/**
 * What the network gets from a recording: mono, at the wanted rate, tiled or cut, clipped to [-1, 1], as log magnitudes.
 * Shapes: `spectrogramShape(settings)`. Errors: those of `decodeWav`.
 */
export function spectrogramOfWav(bytes: Uint8Array, settings: SpectrogramSettings, source: WavSource): Float32Array {
  const { samples, rate } = decodeWav(bytes, source);
  const length = targetLength(settings);
  // Only what is kept is resampled: the filter reaches less than 0.2 s of the lowest rate beyond the cut.
  const needed = Math.ceil((length / settings.rate) * rate) + Math.ceil(0.2 * rate);
  return logSpectrogram(fitLength(resample(samples.subarray(0, needed), rate, settings.rate), length), settings);
}

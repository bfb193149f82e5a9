import type { SpectrogramSettings } from '../settings.ts';
import { spectrogramOfSamples } from './spectrogram-of-samples.ts';
import type { WavSource } from './wav-header.ts';
import { decodeWav } from './wav-samples.ts';

/**
 * What the network gets from a recording: mono, at the wanted rate, tiled or cut, clipped to [-1, 1], as log magnitudes.
 * Shapes: `spectrogramShape(settings)`. Errors: those of `decodeWav`.
 */
export function spectrogramOfWav(bytes: Uint8Array, settings: SpectrogramSettings, source: WavSource): Float32Array {
  const { samples, rate } = decodeWav(bytes, source);
  return spectrogramOfSamples(samples, rate, settings);
}

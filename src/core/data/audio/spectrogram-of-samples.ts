import type { SpectrogramSettings } from '../settings.ts';
import { fitLength } from './fit-length.ts';
import { logSpectrogram } from './log-spectrogram.ts';
import { resample } from './resample.ts';
import { targetLength } from './spectrogram-shape.ts';

/** The resampler's filter reaches less far than this at the lowest rate. Units: seconds. */
const REACH = 0.2;

/** How much of a recording at `rate` has a part in its spectrogram. Units: samples of the recording. */
export const samplesUsed = (rate: number, settings: SpectrogramSettings): number =>
  Math.ceil((targetLength(settings) / settings.rate) * rate) + Math.ceil(REACH * rate);

/**
 * What the network gets of mono sound: at the wanted rate, tiled or cut, clipped to [-1, 1], as log magnitudes.
 * Shapes: [n] → `spectrogramShape(settings)`.
 */
export function spectrogramOfSamples(samples: Float32Array, rate: number, settings: SpectrogramSettings): Float32Array {
  const used = samples.subarray(0, samplesUsed(rate, settings));
  return logSpectrogram(fitLength(resample(used, rate, settings.rate), targetLength(settings)), settings);
}

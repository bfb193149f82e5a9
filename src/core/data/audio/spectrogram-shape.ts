import type { SpectrogramSettings } from '../settings.ts';

/** Samples of the tiled or cut recording. */
export const targetLength = ({ seconds, rate }: Pick<SpectrogramSettings, 'seconds' | 'rate'>): number =>
  Math.floor(seconds * rate);

/**
 * Shape [bins, frames, 1] of a spectrogram: window / 2 + 1 bins; frames = 1 + floor(length / hop) when centred, else
 * 1 + floor((length - window) / hop). The official 3 s give 257 x 188, the paper's variant at 16 kHz with hop 159 gives 257 x 299.
 */
export function spectrogramShape(settings: SpectrogramSettings): [number, number, 1] {
  const { variant, window, hop } = settings;
  const length = targetLength(settings);
  return [window / 2 + 1, 1 + Math.floor((variant === 'librosa' ? length : length - window) / hop), 1];
}

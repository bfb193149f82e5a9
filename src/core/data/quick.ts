import type { FrameSettings, SpectrogramSettings } from './settings.ts';

/** Small features for a first look, for speed and not for anybody's published numbers: at 8 kHz one second is 129 x 63. */
export const quickSpectrogram = (settings: SpectrogramSettings): SpectrogramSettings => ({
  ...settings,
  rate: 8000,
  window: 256,
  hop: 128,
  seconds: 1,
});

/** At most two frames of 32 pixels; crops keep at least half of the picture and nothing is mirrored (digits and letters have no mirror image). */
export const quickFrames = (settings: FrameSettings): FrameSettings => ({
  ...settings,
  count: Math.min(settings.count, 2),
  size: Math.min(settings.size, 32),
  augment: { scale: [0.5, 1], ratio: [3 / 4, 4 / 3], flipProbability: 0 },
});

import type { DatasetDefinition } from './definition.ts';

export type Preset = 'quick' | 'official';

/**
 * Small features for a first look: 129 x 63 spectrograms of one second, two frames of 32 pixels, crops of at least half the picture
 * and no mirror images (digits and letters have none). For speed, not for anybody's published numbers.
 */
const QUICK = {
  spectrogram: { rate: 8000, window: 256, hop: 128, seconds: 1 },
  frames: { count: 2, size: 32, augment: { scale: [0.5, 1], ratio: [3 / 4, 4 / 3], flipProbability: 0 } },
} as const;

/**
 * The definition with the data settings of a preset. `official` leaves it as it is: the defaults of the definition are those of the
 * official loader (methods.md 5.1), and what the user wrote otherwise stays.
 */
export function presetDefinition(definition: DatasetDefinition, preset: Preset): DatasetDefinition {
  if (preset === 'official') return definition;
  const { spectrogram, frames } = definition;
  return {
    ...definition,
    spectrogram: { ...spectrogram, ...QUICK.spectrogram },
    frames: {
      ...frames,
      count: Math.min(frames.count, QUICK.frames.count),
      size: Math.min(frames.size, QUICK.frames.size),
      augment: { ...QUICK.frames.augment, scale: [...QUICK.frames.augment.scale], ratio: [...QUICK.frames.augment.ratio] },
    },
  };
}

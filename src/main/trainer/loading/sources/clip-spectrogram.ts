import { samplesUsed, spectrogramOfSamples } from '../../../../core/data/audio/spectrogram-of-samples.ts';
import type { ModalityInfo } from '../../../../core/data/dataset.ts';
import type { SpectrogramSettings } from '../../../../core/data/settings.ts';
import { mediaLibrary } from '../media/library.ts';
import type { ClipItem } from './clip-frames.ts';
import type { Source } from './source.ts';

export interface ClipSpectrogramPlan {
  readonly kind: 'clip-spectrogram';
  readonly modality: ModalityInfo;
  readonly settings: SpectrogramSettings;
  readonly items: readonly ClipItem[];
}

const asBytes = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

/** Errors: those of `clipSamples`. */
async function spectrogramOfClip(item: ClipItem, settings: SpectrogramSettings): Promise<Float32Array> {
  const { clipSamples } = await mediaLibrary();
  // At any rate, this much of the sound and no more has a part in it.
  const seconds = samplesUsed(settings.rate, settings) / settings.rate + 1;
  const { samples, rate } = clipSamples(item, seconds);
  return spectrogramOfSamples(samples, rate, settings);
}

/** The sound of clips as log spectrograms: one cached record a clip, the float32 values as the network gets them. */
export const clipSpectrogram: Source<ClipSpectrogramPlan> = {
  cacheKey: ({ settings }) => ({ version: 1, settings }),
  files: (item) => [item],
  paths: ({ file }) => [file],
  hasFloatRecords: true,
  isCacheOptional: false,
  preparedBytes: ({ items, modality }) => Promise.resolve(4 * items.length * modality.shape.reduce((a, b) => a * b, 1)),
  records: () => 1,
  prepare: async (item, { settings }) => [asBytes(await spectrogramOfClip(item, settings))],
  async fill(item, { settings }, read, _draw, target, offset) {
    asBytes(target).set(read ? await read(0) : asBytes(await spectrogramOfClip(item, settings)), 4 * offset);
  },
};

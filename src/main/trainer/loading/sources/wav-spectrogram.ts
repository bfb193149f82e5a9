import type { ModalityInfo } from '../../../../core/data/dataset.ts';
import { spectrogramOfWav } from '../../../../core/data/audio/spectrogram-of-wav.ts';
import type { WavSource } from '../../../../core/data/audio/wav-header.ts';
import type { SpectrogramSettings } from '../../../../core/data/settings.ts';
import { fileBytes } from '../files.ts';
import type { FileIdentity, Source } from './source.ts';

export interface WavItem extends FileIdentity, WavSource {
  /** Length of the recording, where its header was read. */
  readonly seconds?: number;
}

export interface WavPlan {
  readonly kind: 'wav-spectrogram';
  readonly modality: ModalityInfo;
  readonly settings: SpectrogramSettings;
  readonly items: readonly WavItem[];
}

const asBytes = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

/** Recordings as log spectrograms: one cached record a sample, the float32 values as the network gets them. */
export const wavSpectrogram: Source<WavPlan> = {
  cacheKey: ({ settings }) => ({ version: 1, settings }),
  files: (item) => [item],
  paths: ({ file }) => [file],
  hasFloatRecords: true,
  isCacheOptional: false,
  preparedBytes: ({ items, modality }) => Promise.resolve(4 * items.length * modality.shape.reduce((a, b) => a * b, 1)),
  records: () => 1,
  prepare: async (item, { settings }) => [asBytes(spectrogramOfWav(await fileBytes(item.file), settings, item))],
  async fill(item, plan, read, _draw, target, offset) {
    asBytes(target).set(
      read ? await read(0) : asBytes(spectrogramOfWav(await fileBytes(item.file), plan.settings, item)),
      4 * offset,
    );
  },
};

import { fbankFeatures } from '../../../../core/data/audio/fbank-features.ts';
import type { ModalityInfo } from '../../../../core/data/dataset.ts';
import type { FbankSettings } from '../../../../core/data/kinetics-clips.ts';
import { mediaLibrary } from '../media/library.ts';
import type { ClipItem } from './clip-frames.ts';
import type { Source } from './source.ts';

export interface ClipFbankPlan {
  readonly kind: 'clip-fbank';
  readonly modality: ModalityInfo;
  readonly settings: FbankSettings;
  readonly items: readonly ClipItem[];
}

const asBytes = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

/** Shapes: → [frames, bins]. Errors: those of `clipSamplesAt`. */
async function fbankOfClip(item: ClipItem, settings: FbankSettings): Promise<Float32Array> {
  const { clipSamplesAt } = await mediaLibrary();
  const { samples, rate } = clipSamplesAt(item, settings.rate);
  return fbankFeatures(samples, { ...settings, rate });
}

/** The sound of clips as filter bank features: one cached record a clip, the float32 values as the network gets them. */
export const clipFbank: Source<ClipFbankPlan> = {
  cacheKey: ({ settings }) => ({ version: 1, settings }),
  files: (item) => [item],
  paths: ({ file }) => [file],
  hasFloatRecords: true,
  isCacheOptional: false,
  preparedBytes: ({ items, modality }) => Promise.resolve(4 * items.length * modality.shape.reduce((a, b) => a * b, 1)),
  records: () => 1,
  prepare: async (item, { settings }) => [asBytes(await fbankOfClip(item, settings))],
  async fill(item, { settings }, read, _draw, target, offset) {
    asBytes(target).set(read ? await read(0) : asBytes(await fbankOfClip(item, settings)), 4 * offset);
  },
};

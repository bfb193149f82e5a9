import { cropSound, cropStart } from '../../../../core/data/audio/crop-sound.ts';
import { logSpectrogram } from '../../../../core/data/audio/log-spectrogram.ts';
import { resample } from '../../../../core/data/audio/resample.ts';
import { targetLength } from '../../../../core/data/audio/spectrogram-shape.ts';
import { decodeWav } from '../../../../core/data/audio/wav-samples.ts';
import type { ModalityInfo } from '../../../../core/data/dataset.ts';
import type { SpectrogramSettings } from '../../../../core/data/settings.ts';
import { streamKey, uniformAt } from '../../../../core/tensor/random.ts';
import { fileBytes } from '../files.ts';
import type { Draw, Source } from './source.ts';
import type { WavItem } from './wav-spectrogram.ts';

export interface WavCropPlan {
  readonly kind: 'wav-crop';
  readonly modality: ModalityInfo;
  readonly settings: SpectrogramSettings;
  readonly items: readonly WavItem[];
}

/** A recording is read up to this many times the length of a part. */
const LONGEST = 4;

/** Mono samples at the wanted rate; of a long recording as many as a part can begin in. */
async function samplesOf(item: WavItem, settings: SpectrogramSettings): Promise<Float32Array> {
  const { samples, rate } = decodeWav(await fileBytes(item.file), item);
  const needed = Math.ceil(LONGEST * settings.seconds * rate);
  return resample(samples.subarray(0, needed), rate, settings.rate);
}

/**
 * Where the part begins: drawn by seed and epoch in training, by the sample's name otherwise, so that every evaluation hears the same.
 * (The official loader draws anew there too: methods.md 5.3.)
 */
function startOf(name: string, { modality, settings }: WavCropPlan, { seed, epoch, training }: Draw): number {
  const stream = `crop/${modality.id}/${name}`;
  const key = training ? streamKey(seed, stream, epoch) : streamKey(0, stream, 0);
  return cropStart(targetLength(settings), uniformAt(key, 0));
}

const asBytes = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);
/** Records lie anywhere in a file, numbers only at multiples of four. */
const asFloats = (bytes: Uint8Array): Float32Array => new Float32Array(bytes.slice().buffer);

/** Recordings of which each epoch hears another part: the samples at the wanted rate are kept where there is room, the spectrogram never. */
export const wavCrop: Source<WavCropPlan> = {
  cacheKey: ({ settings: { rate, seconds } }) => ({ version: 1, rate, seconds }),
  files: (item) => [item],
  paths: ({ file }) => [file],
  hasFloatRecords: true,
  isCacheOptional: true,
  preparedBytes: ({ items, settings: { rate, seconds: part } }) =>
    Promise.resolve(items.reduce((n, { seconds = 2 * part }) => n + 4 * rate * Math.min(seconds, LONGEST * part), 0)),
  records: () => 1,
  prepare: async (item, { settings }) => [asBytes(await samplesOf(item, settings))],
  async fill(item, plan, read, draw, target, offset) {
    const samples = read ? asFloats(await read(0)) : await samplesOf(item, plan.settings);
    const part = cropSound(samples, targetLength(plan.settings), startOf(item.name, plan, draw));
    target.set(logSpectrogram(part, plan.settings), offset);
  },
};

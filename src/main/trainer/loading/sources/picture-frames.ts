import { join } from 'node:path';
import type { ModalityInfo } from '../../../../core/data/dataset.ts';
import { chooseFrames, type FrameChoice } from '../../../../core/data/image/frame-choice.ts';
import { writeNormalized } from '../../../../core/data/image/normalize.ts';
import { randomCrop, randomFlip } from '../../../../core/data/image/random-crop.ts';
import { resizePicture, type Picture } from '../../../../core/data/image/resize.ts';
import type { AugmentSettings } from '../../../../core/data/settings.ts';
import { streamKey } from '../../../../core/tensor/random.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import type { ListPosition } from '../../../../core/errors/catalogue/data.ts';
import { decodePicture } from './decode-picture.ts';
import { pictureOfRecord, pictureRecord } from './picture-record.ts';
import type { Draw, FileIdentity, Source } from './source.ts';

export interface FrameItem extends ListPosition {
  readonly name: string;
  readonly folder: string;
  /** Sorted by name. */
  readonly files: readonly FileIdentity[];
}

/** How frames become input; `FrameSettings` is one of these. */
export interface FrameForm {
  readonly count: number;
  readonly size: number;
  readonly choice: FrameChoice;
  readonly testChoice?: FrameChoice | undefined;
  readonly augment: AugmentSettings;
}

export interface FramePlan {
  readonly kind: 'picture-frames';
  readonly modality: ModalityInfo;
  readonly settings: FrameForm;
  readonly items: readonly FrameItem[];
}

const pathOf = (item: FrameItem, frame: number): string => join(item.folder, item.files[frame]?.name ?? '');

/**
 * Chance of a sample: in training by seed and epoch; otherwise by its name alone, so that every evaluation of a set sees the same
 * frames, whatever run and epoch it is for. (The official loader draws anew at each evaluation: methods.md 1.5, no. 18.)
 */
export function keyOf(stream: string, { seed, epoch, training }: Draw): number {
  return training ? streamKey(seed, stream, epoch) : streamKey(0, stream, 0);
}

/** Crop, resize, mirror and normalise as the official transforms do: at random in training, the whole picture otherwise. */
export function writeFrame(
  picture: Picture,
  { size, augment }: FrameForm,
  training: boolean,
  key: number,
  target: Float32Array,
  offset: number,
): void {
  const whole = { left: 0, top: 0, width: picture.width, height: picture.height };
  const box = training ? randomCrop(picture.width, picture.height, augment, key) : whole;
  writeNormalized(resizePicture(picture, box, size, size), training && randomFlip(augment, key), target, offset);
}

/** Samples whose first picture is looked at to tell the size of the decoded set. */
const LOOKED_AT = 8;

/** Size of all pictures decoded, from the size of a few spread over the set. CREMA-D's 52,000 frames of 480 x 360 make 27 GB. */
async function decodedBytes({ items }: FramePlan): Promise<number> {
  const step = Math.max(1, Math.floor(items.length / LOOKED_AT));
  const looked = items.filter((_, i) => i % step === 0);
  const sizes = (await Promise.all(looked.map(decodedSize))).filter((size) => size !== null);
  const bytes = sizes.reduce((total, size) => total + size, 0) / Math.max(1, sizes.length);
  return bytes * items.reduce((n, { files }) => n + files.length, 0);
}

/** Bytes of a sample's first picture; null where it cannot be decoded, which is told when the samples are prepared. */
async function decodedSize(item: FrameItem): Promise<number | null> {
  try {
    return (await decodePicture(pathOf(item, 0), item)).pixels.length;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return null;
  }
}

/** Which of its files the network gets, rising, for this draw. */
export function chosenFrames(item: FrameItem, { modality, settings }: Omit<FramePlan, 'items'>, draw: Draw): number[] {
  const choice = draw.training ? settings.choice : (settings.testChoice ?? settings.choice);
  return chooseFrames(
    item.files.length,
    { count: settings.count, choice, isEvaluation: !draw.training },
    keyOf(`choice/${modality.id}/${item.name}`, draw),
  );
}

/** Folders of pictures: cached decoded at their own size, so that each epoch crops afresh from all the pixels. */
export const pictureFrames: Source<FramePlan> = {
  cacheKey: () => ({ version: 1 }),
  files: ({ files }) => files,
  paths: (item) => item.files.map((_, frame) => pathOf(item, frame)),
  isCacheOptional: true,
  preparedBytes: decodedBytes,
  records: ({ files }) => files.length,
  prepare: (item) =>
    Promise.all(item.files.map(async (_, frame) => pictureRecord(await decodePicture(pathOf(item, frame), item)))),

  async fill(item, plan, read, draw, target, offset) {
    const { modality, settings } = plan;
    const chosen = chosenFrames(item, plan, draw);
    const stride = settings.size * settings.size * 3;
    await Promise.all(
      chosen.map(async (frame, i) => {
        const picture = read ? pictureOfRecord(await read(frame)) : await decodePicture(pathOf(item, frame), item);
        writeFrame(
          picture,
          settings,
          draw.training,
          keyOf(`crop/${modality.id}/${item.name}/${i}`, draw),
          target,
          offset + i * stride,
        );
      }),
    );
  },
};

import { framesKept, ruleOf, ruleText, type ClipFrameSettings, type KeptFrames } from '../../../../core/data/clip-settings.ts';
import type { ModalityInfo } from '../../../../core/data/dataset.ts';
import { spread } from '../../../../core/data/image/clip-frames.ts';
import { chooseFrames } from '../../../../core/data/image/frame-choice.ts';
import type { Picture } from '../../../../core/data/image/resize.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import type { ClipParams } from '../../../../core/errors/catalogue/data-media.ts';
import { mediaLibrary } from '../media/library.ts';
import { ofJpeg, toJpeg } from './jpeg.ts';
import { packed, unpacked } from './packed.ts';
import { keyOf, writeFrame, type FrameForm } from './picture-frames.ts';
import { pictureOfRecord, pictureRecord } from './picture-record.ts';
import type { Draw, FileIdentity, Source } from './source.ts';

/** A clip, its header looked at. */
export interface ClipItem extends FileIdentity, ClipParams {
  /** Length, where the header tells it. */
  readonly seconds?: number;
}

/** How frames of clips become input; `ClipFrameSettings` is one of these. */
export interface ClipFrameForm extends FrameForm {
  readonly kept: KeptFrames;
  readonly stored: ClipFrameSettings['stored'];
}

export interface ClipFramePlan {
  readonly kind: 'clip-frames';
  readonly modality: ModalityInfo;
  readonly settings: ClipFrameForm;
  readonly items: readonly ClipItem[];
}

/** A frame as it is kept: decoded when it is needed. */
interface KeptFrame {
  readonly bytes: Uint8Array;
  /** Seconds from the start of the clip. */
  readonly time: number;
}

type Stored = ClipFrameForm['stored'];

const encode = async (picture: Picture, stored: Stored): Promise<Uint8Array> =>
  stored === 'jpeg' ? toJpeg(picture) : pictureRecord(picture);
const decode = async (bytes: Uint8Array, stored: Stored): Promise<Picture> =>
  stored === 'jpeg' ? ofJpeg(bytes) : pictureOfRecord(bytes);

/** The frames of a clip that the rule keeps, one decoded at a time. Errors: `data.clip-no-frames`, those of decoding. */
export async function keptFrames(item: ClipItem, { kept, stored }: ClipFrameForm): Promise<KeptFrame[]> {
  const { framesOfClip } = await mediaLibrary();
  const frames: KeptFrame[] = [];
  for (const { picture, time } of framesOfClip(item, ruleOf(kept))) frames.push({ bytes: await encode(picture, stored), time });
  const { file, list, line } = item;
  if (frames.length === 0) throw new AppError('data.clip-no-frames', { file, list, line, rule: ruleText(kept) });
  return frames;
}

/** Which of its kept frames the network gets, rising, for this draw; frames are repeated where there are too few. */
export function chosenOfClip(
  available: number,
  { name }: { readonly name: string },
  { modality, settings }: Pick<ClipFramePlan, 'modality' | 'settings'>,
  draw: Draw,
): number[] {
  const { count } = settings;
  const choice = draw.training ? settings.choice : (settings.testChoice ?? settings.choice);
  const isByOfficialRule = choice === 'kinetics' || choice === 'ave';
  if (available < count && !isByOfficialRule) return spread(available, count);
  return chooseFrames(available, { count, choice, isEvaluation: !draw.training }, keyOf(`choice/${modality.id}/${name}`, draw));
}

/** Clips whose first frame is looked at to tell the size of the prepared set. */
const LOOKED_AT = 4;
/** A clip that does not tell its length. */
const USUAL_SECONDS = 10;

async function estimatedBytes({ items, settings }: ClipFramePlan): Promise<number> {
  const step = Math.max(1, Math.floor(items.length / LOOKED_AT));
  const sizes = await Promise.all(items.filter((_, i) => i % step === 0).map((item) => firstFrameBytes(item, settings.stored)));
  const known = sizes.filter((size) => size !== null);
  const each = known.reduce((a, b) => a + b, 0) / Math.max(1, known.length);
  return each * items.reduce((n, { seconds = USUAL_SECONDS }) => n + framesKept(settings.kept, seconds), 0);
}

/** Bytes of a clip's first frame as it is kept; null where it cannot be decoded, which is told when the samples are prepared. */
async function firstFrameBytes(item: ClipItem, stored: Stored): Promise<number | null> {
  try {
    const { framesOfClip } = await mediaLibrary();
    for (const { picture } of framesOfClip(item, ruleOf({ kind: 'blocks', perSecond: 1 })))
      return (await encode(picture, stored)).length;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
  return null;
}

/** Frames of clips: those that the rule keeps are decoded once and cached at their own size, one record a clip. */
export const clipFrames: Source<ClipFramePlan> = {
  cacheKey: ({ settings: { kept, stored } }) => ({ version: 1, kept, stored }),
  files: (item) => [item],
  paths: ({ file }) => [file],
  isCacheOptional: false,
  preparedBytes: estimatedBytes,
  records: () => 1,
  prepare: async (item, { settings }) => [packed((await keptFrames(item, settings)).map(({ bytes }) => bytes))],

  async fill(item, plan, read, draw, target, offset) {
    const { modality, settings } = plan;
    const frames = read ? unpacked(await read(0)) : (await keptFrames(item, settings)).map(({ bytes }) => bytes);
    const stride = settings.size * settings.size * 3;
    await Promise.all(
      chosenOfClip(frames.length, item, plan, draw).map(async (frame, i) => {
        const picture = await decode(frames[frame] ?? new Uint8Array(), settings.stored);
        const key = keyOf(`crop/${modality.id}/${item.name}/${i}`, draw);
        writeFrame(picture, settings, draw.training, key, target, offset + i * stride);
      }),
    );
  },
};

import type { FramePlan } from './sources/picture-frames.ts';
import type { SourcePlan } from './sources/index.ts';
import { decodePicture } from './sources/decode-picture.ts';

/** Decoded pictures are kept on disk up to this size; a larger set (CREMA-D's 52,000 frames would be 27 GB) is decoded in each epoch. */
const MAX_DECODED_BYTES = 2 * 1024 ** 3;

/** Samples whose first picture is looked at to tell the size of the decoded set. */
const LOOKED_AT = 8;

async function decodedBytes({ items }: FramePlan): Promise<number> {
  const step = Math.max(1, Math.floor(items.length / LOOKED_AT));
  let [pictures, bytes] = [0, 0];
  for (let i = 0; i < items.length; i += step) {
    const item = items[i];
    const first = item?.files[0];
    if (!item || !first) continue;
    const { pixels } = await decodePicture(`${item.folder}/${first.name}`, item);
    pictures += 1;
    bytes += pixels.length;
  }
  const files = items.reduce((n, item) => n + item.files.length, 0);
  return pictures === 0 ? 0 : (bytes / pictures) * files;
}

/**
 * Whether the prepared form of a source is kept on disk. The network's input is the same either way; only speed and space differ.
 * Spectrograms always; pictures when the decoded set is small enough.
 */
export async function isCached(plan: SourcePlan, maxBytes = MAX_DECODED_BYTES): Promise<boolean> {
  return plan.kind !== 'picture-frames' || (await decodedBytes(plan)) <= maxBytes;
}

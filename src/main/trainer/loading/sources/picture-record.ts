import type { Picture } from '../../../../core/data/image/resize.ts';

/** Width, height and channels as three 32-bit numbers before the pixels. */
const HEAD_BYTES = 12;

/** A decoded picture as one cache record. */
export function pictureRecord({ width, height, channels, pixels }: Picture): Uint8Array {
  const record = new Uint8Array(HEAD_BYTES + pixels.length);
  const head = new DataView(record.buffer);
  for (const [i, value] of [width, height, channels].entries()) head.setUint32(4 * i, value, true);
  record.set(pixels, HEAD_BYTES);
  return record;
}

/** The picture of a record; its pixels are a view, not a copy. */
export function pictureOfRecord(record: Uint8Array): Picture {
  const head = new DataView(record.buffer, record.byteOffset, HEAD_BYTES);
  return {
    width: head.getUint32(0, true),
    height: head.getUint32(4, true),
    channels: head.getUint32(8, true),
    pixels: record.subarray(HEAD_BYTES),
  };
}

import sharp from 'sharp';
import type { Picture } from '../../../../core/data/image/resize.ts';

/** OpenCV's, when it is not told otherwise, as in the official extraction script. */
const QUALITY = 95;

/** A picture as a JPEG with half the colour resolution each way, as OpenCV writes it. */
export async function toJpeg({ width, height, channels, pixels }: Picture): Promise<Uint8Array> {
  const raw = { width, height, channels: channels as 1 | 3 };
  return sharp(pixels, { raw }).jpeg({ quality: QUALITY, chromaSubsampling: '4:2:0', optimiseCoding: false }).toBuffer();
}

/** The picture of a JPEG that `toJpeg` made. */
export async function ofJpeg(bytes: Uint8Array): Promise<Picture> {
  const { data, info } = await sharp(bytes).raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels, pixels: data };
}

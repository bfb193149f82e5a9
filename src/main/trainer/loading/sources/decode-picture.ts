import sharp from 'sharp';
import type { Picture } from '../../../../core/data/image/resize.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import type { ListPosition } from '../../../../core/errors/catalogue/data.ts';
import { fileBytes } from '../files.ts';

sharp.cache(false);
// Pictures are decoded side by side; threads within one would only compete.
sharp.concurrency(1);

/**
 * A JPEG or PNG at its own size, as Pillow's `convert('RGB')`: colour profile and orientation tag are ignored, grey stays one channel.
 * Damage that the decoder would paint over in grey (`failOn`) is an error.
 *
 * Errors: `data.image-corrupt`, `data.file-unreadable`.
 */
export async function decodePicture(file: string, { list, line }: ListPosition): Promise<Picture> {
  const bytes = await fileBytes(file);
  try {
    const { data, info } = await sharp(bytes, { failOn: 'warning', ignoreIcc: true })
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, channels: info.channels, pixels: data };
  } catch (cause) {
    // sharp gives plain errors with the decoder's text; nothing else is in this block.
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new AppError('data.image-corrupt', { file, list, line, reason }, { cause });
  }
}

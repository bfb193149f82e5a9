import { closeSync, openSync, readSync } from 'node:fs';
import { npyHeader } from '../../../../core/data/npy.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { errnoOf, withFile } from '../files.ts';
import { storedFeatures, type FeatureItem, type FeatureSettings } from '../sources/stored-features.ts';

/** One piece of a file, used again for all of them: a check reads many thousands, and memory of its own for each would cost more than the reading. */
const piece = new Float32Array(131_072);
const pieceBytes = new Uint8Array(piece.buffer);

function notFiniteIn(count: number): number {
  let sum = 0;
  // Finite numbers times zero add up to zero.
  for (let i = 0; i < count; i++) sum += 0 * (piece[i] ?? 0);
  return sum === 0 ? 0 : piece.subarray(0, count).reduce((n, value) => n + (Number.isFinite(value) ? 0 : 1), 0);
}

/** How many of the float32 values from `offset` on are no numbers. Errors: `data.file-unreadable`. */
function notFinite(file: string, offset: number, total: number): number {
  let fd: number | null = null;
  try {
    fd = openSync(file, 'r');
    let values = 0;
    for (let done = 0; done < total;) {
      const wanted = Math.min(piece.length, total - done);
      const read = Math.floor(readSync(fd, pieceBytes, 0, 4 * wanted, offset + 4 * done) / 4);
      if (read === 0) break;
      values += notFiniteIn(read);
      done += read;
    }
    return values;
  } catch (cause) {
    if (errnoOf(cause) === '') throw cause;
    throw new AppError('data.file-unreadable', { file, reason: errnoOf(cause) }, { cause });
  } finally {
    if (fd !== null) closeSync(fd);
  }
}

/**
 * Looks at every value of a .npy file whose header was checked.
 * Errors: `data.features-not-finite`, and those of `storedFeatures` for what is not float32 as it is.
 */
export async function lookAtFeatures(item: FeatureItem, settings: FeatureSettings): Promise<void> {
  const { file, list, line } = item;
  const { type, offset, shape } = withFile(file, (read) => npyHeader(read(0, 4096), file));
  if (type.kind !== 'float' || type.bytes !== 4 || type.bigEndian) return void (await storedFeatures(item, settings));
  const total = shape.reduce((n, length) => n * length, 1);
  const values = notFinite(file, offset, total);
  if (values > 0) throw new AppError('data.features-not-finite', { file, list, line, values, total });
}

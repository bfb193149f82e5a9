import { FLOAT16_LIMIT, fromFloat16, toFloat16 } from '../../../core/data/float16.ts';
import { AppError } from '../../../core/errors/app-error.ts';

/**
 * What is kept of a sample's prepared records: all of it; its numbers as float16; or only that it could be prepared, where the network's
 * input is made from the files in each epoch.
 */
export type RecordForm = 'whole' | 'float16' | 'checked';

/** Share of the prepared size that a form takes. */
export const SHARE_KEPT: Readonly<Record<RecordForm, number>> = { whole: 1, float16: 0.5, checked: 0 };

/** A record as it is kept. Errors: `data.beyond-float16`. */
export function kept(record: Uint8Array, form: RecordForm, sample: string): Uint8Array {
  if (form === 'whole') return record;
  if (form === 'checked') return new Uint8Array();
  const values = floatsOf(record);
  const beyond = values.findIndex((value) => Math.abs(value) >= FLOAT16_LIMIT);
  if (beyond >= 0) throw new AppError('data.beyond-float16', { sample, value: values[beyond] ?? NaN });
  const halves = toFloat16(values);
  return new Uint8Array(halves.buffer);
}

/** A record as it was before it was kept; `form` is not `checked`. */
export function restored(bytes: Uint8Array, form: RecordForm): Uint8Array {
  if (form !== 'float16') return bytes;
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  return new Uint8Array(fromFloat16(halves).buffer);
}

/** A view where the bytes lie at a multiple of four, else a copy. */
function floatsOf({ buffer, byteOffset, byteLength }: Uint8Array): Float32Array {
  if (byteOffset % 4 === 0) return new Float32Array(buffer, byteOffset, byteLength / 4);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

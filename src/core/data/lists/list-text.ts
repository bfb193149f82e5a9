import { AppError } from '../../errors/app-error.ts';
import { decodeUtf8 } from '../utf8.ts';

/** The text of a list. Errors: `data.list-not-utf8` with line and offset of the first byte that is none. */
export function listText(list: string, bytes: Uint8Array): string {
  const decoded = decodeUtf8(bytes);
  if (decoded.ok) return decoded.text;
  const line = 1 + bytes.subarray(0, decoded.offset).reduce((n, byte) => n + (byte === 0x0a ? 1 : 0), 0);
  throw new AppError('data.list-not-utf8', { file: list, line, offset: decoded.offset, byte: bytes[decoded.offset] ?? 0 });
}

/** The lines that are not blank, trimmed, with their numbers from 1. */
export function numberedLines(text: string): { readonly line: number; readonly text: string }[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((each, i) => ({ line: i + 1, text: each.trim() }))
    .filter((each) => each.text !== '');
}

import { AppError } from '../errors/app-error.ts';
import type { Report } from './report.ts';
import { decodeUtf8 } from './utf8.ts';

/** One sample as a list names it. */
export interface ListEntry {
  readonly stem: string;
  readonly label: string;
  readonly list: string;
  /** From 1. */
  readonly line: number;
}

const unquoted = (field: string): string =>
  field
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();

/** A stem becomes part of a path, so it may not leave its folder. */
export const isPlainName = (stem: string): boolean => stem !== '.' && stem !== '..' && !/[/\\\0]/.test(stem);

/** A name within folders, `dog/clip_7`: it may not leave where it begins. */
export const isNameWithin = (stem: string): boolean =>
  !stem.includes('\\') && stem.split('/').every((part) => part !== '' && isPlainName(part));

/**
 * The entries of a list file: `stem,LABEL` a line. A byte-order mark, CRLF and blank lines are accepted, further columns ignored, as
 * the official loader does (methods.md 5.1). `isName` tells good stems: plain file names, if left out. With `report` a line at fault is left out and told.
 *
 * Errors: `data.list-not-utf8`, `data.list-bad-line`, `data.duplicate-stem`, `data.list-empty`, each with file and line.
 */
export function parseList(list: string, bytes: Uint8Array, report: Report = raise, isName = isPlainName): ListEntry[] {
  const decoded = decodeUtf8(bytes);
  if (!decoded.ok) {
    const line = 1 + bytes.subarray(0, decoded.offset).reduce((n, byte) => n + (byte === 0x0a ? 1 : 0), 0);
    throw new AppError('data.list-not-utf8', { file: list, line, offset: decoded.offset, byte: bytes[decoded.offset] ?? 0 });
  }
  const entries: ListEntry[] = [];
  const lines = new Map<string, number>();
  for (const [i, text] of decoded.text.split(/\r\n|\n|\r/).entries()) {
    if (text.trim() === '') continue;
    const line = i + 1;
    const [stem = '', label = ''] = text.split(',').map(unquoted);
    if (stem === '' || label === '' || !isName(stem)) {
      report(new AppError('data.list-bad-line', { file: list, line, text: text.slice(0, 120) }));
      continue;
    }
    const firstLine = lines.get(stem);
    if (firstLine !== undefined) {
      report(new AppError('data.duplicate-stem', { file: list, line, firstLine, stem }));
      continue;
    }
    lines.set(stem, line);
    entries.push({ stem, label, list, line });
  }
  if (entries.length === 0) throw new AppError('data.list-empty', { file: list });
  return entries;
}

function raise(problem: AppError): never {
  throw problem;
}

import { openSync, readSync, closeSync } from 'node:fs';
import type * as H5wasm from 'h5wasm/node';
import { AppError } from '../../../../core/errors/app-error.ts';
import { errnoOf } from '../files.ts';
import { whatItIs } from '../pickle/what-it-is.ts';

/** A computational sequence of the CMU SDK, open: `<root>/data/<video>/{features, intervals}`. */
export interface CsdFile {
  readonly file: string;
  /** The group of the videos, as in `COVAREP/data`. */
  readonly data: string;
  readonly videos: readonly string[];
  readonly handle: H5wasm.File;
  readonly library: typeof H5wasm;
}

/** The library's errors are many lines; the last tells what was found. */
function reasonOf(cause: unknown): string {
  const lines = (cause instanceof Error ? cause.message : String(cause)).split('\n').filter((line) => line.trim() !== '');
  const [, truncated] = /(truncated file: eof = \d+).*(?:stored_eof = \d+)/.exec(lines.join(' ')) ?? [];
  if (truncated !== undefined) return 'it is cut off';
  return (lines.at(-1) ?? '').replace(/^\s*minor:\s*/, '').trim();
}

function startOf(file: string): Uint8Array {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch (cause) {
    if (errnoOf(cause) === '') throw cause;
    throw new AppError('data.file-unreadable', { file, reason: errnoOf(cause) }, { cause });
  }
  try {
    const start = Buffer.alloc(32);
    return start.subarray(0, readSync(fd, start, 0, start.length, 0));
  } finally {
    closeSync(fd);
  }
}

const HDF5 = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');

/** The library starts a machine of its own when it is imported: only where there is such a file. */
const loaded = (): Promise<typeof H5wasm> => import('h5wasm/node');

async function opened(file: string): Promise<Pick<CsdFile, 'handle' | 'library'>> {
  const start = startOf(file);
  if (!HDF5.equals(start.subarray(0, HDF5.length)))
    throw new AppError('data.csd-unreadable', { file, reason: whatItIs(start, 'it does not begin as an HDF5 file') });
  const library = await loaded();
  (await library.ready).activate_throwing_error_handler();
  try {
    return { handle: new library.File(file, 'r'), library };
  } catch (cause) {
    throw new AppError('data.csd-unreadable', { file, reason: reasonOf(cause) }, { cause });
  }
}

/** The group of videos: the SDK takes the first root group, and its `data`. */
function dataOf({ file, handle, library }: Pick<CsdFile, 'file' | 'handle' | 'library'>): { data: string; videos: string[] } {
  const roots = handle.keys();
  for (const root of roots) {
    const group = handle.get(`${root}/data`);
    if (group instanceof library.Group) return { data: `${root}/data`, videos: group.keys() };
  }
  throw new AppError('data.csd-missing', { file, path: '<name>/data', found: roots });
}

/**
 * Opens a .csd file for `use` and closes it. Only what is asked for is read, so the size of the file does not matter.
 *
 * Errors: `data.csd-unreadable`, `data.csd-missing`, `data.csd-shape`, `data.file-unreadable`.
 */
export async function withCsd<T>(file: string, use: (csd: CsdFile) => T): Promise<T> {
  const { handle, library } = await opened(file);
  try {
    const { data, videos } = dataOf({ file, handle, library });
    return use({ file, data, videos, handle, library });
  } catch (cause) {
    if (cause instanceof AppError || !(cause instanceof Error) || !cause.message.includes('HDF5')) throw cause;
    throw new AppError('data.csd-unreadable', { file, reason: reasonOf(cause) }, { cause });
  } finally {
    handle.close();
  }
}

function dataset({ file, data, handle, library }: CsdFile, video: string, name: string): H5wasm.Dataset {
  const path = `${data}/${video}/${name}`;
  const found = handle.get(path);
  if (found instanceof library.Dataset) return found;
  const group = handle.get(`${data}/${video}`);
  throw new AppError('data.csd-missing', { file, path, found: group instanceof library.Group ? group.keys() : [] });
}

const isNumbers = (value: unknown): value is Float32Array | Float64Array =>
  value instanceof Float32Array || value instanceof Float64Array;

/** Times of a video's rows, shape [rows, 2]. */
export function intervalsOf(csd: CsdFile, video: string): Float64Array {
  const { value, shape } = dataset(csd, video, 'intervals');
  const path = `${csd.data}/${video}/intervals`;
  if (!isNumbers(value) || shape?.length !== 2 || shape[1] !== 2)
    throw new AppError('data.csd-shape', { file: csd.file, path, found: shape ?? [], expected: '[rows, 2], numbers' });
  return Float64Array.from(value);
}

/** Features of a video, with their times. Shape: [rows, features]. */
export function sequenceOfVideo(
  csd: CsdFile,
  video: string,
): { intervals: Float64Array; values: Float32Array | Float64Array; features: number } {
  const intervals = intervalsOf(csd, video);
  const { value, shape } = dataset(csd, video, 'features');
  const [rows = 0, features = 0] = shape ?? [];
  const path = `${csd.data}/${video}/features`;
  if (!isNumbers(value) || shape?.length !== 2 || 2 * rows !== intervals.length)
    throw new AppError('data.csd-shape', {
      file: csd.file,
      path,
      found: shape ?? [],
      expected: `[${intervals.length / 2}, features], numbers: a row for each interval`,
    });
  return { intervals, values: value, features };
}

/** Words of a video, one a row. */
export function wordsOfVideo(csd: CsdFile, video: string): string[] {
  const { value } = dataset(csd, video, 'features');
  return Array.isArray(value) ? value.map(String) : [];
}

import { join } from 'node:path';
import { npyHeader } from '../../../../core/data/npy.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { fileStats, folderNames, withFile } from '../files.ts';

/** Folders below the one that a person chose. */
const DEEPEST = 3;
/** A folder of so many others is one of samples, not of parts. */
const MOST_PARTS = 50;

export interface GuessedFolders {
  /** Paths within the folder. */
  readonly features: readonly string[];
  /** Folders of folders of pictures. */
  readonly frames: readonly string[];
}

const isFolder = (path: string): boolean => fileStats(path)?.isDirectory() ?? false;

const holdsPictures = (folder: string): boolean => folderNames(folder)?.some((name) => /\.jpe?g$/i.test(name)) ?? false;

/** Files of a folder that are looked into. */
const LOOKED_AT = 5;
const FILTERS = 128;

/** Whether a .npy file has the columns of filter bank features. One that cannot be read has not. */
function isFbank(file: string): boolean {
  try {
    const { shape } = withFile(file, (read) => npyHeader(read(0, 4096), file));
    return shape.filter((length) => length !== 1).at(-1) === FILTERS;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** Folders of filter bank features, and folders of folders of pictures, wherever they lie within a folder. */
export function guessFolders(root: string): GuessedFolders {
  const found = { features: [] as string[], frames: [] as string[] };
  const look = (path: string, depth: number): void => {
    const names = folderNames(join(root, path)) ?? [];
    const arrays = names.filter((name) => name.endsWith('.npy'));
    if (arrays.slice(0, LOOKED_AT).some((name) => isFbank(join(root, path, name)))) found.features.push(path);
    if (arrays.length > 0) return;
    const first = names.find((name) => isFolder(join(root, path, name)));
    if (first === undefined) return;
    if (holdsPictures(join(root, path, first))) return void found.frames.push(path);
    if (depth === DEEPEST || names.length > MOST_PARTS) return;
    for (const name of names) if (isFolder(join(root, path, name))) look(join(path, name), depth + 1);
  };
  look('', 0);
  return found;
}

const WORDS = { train: /train/i, test: /test|val/i } as const;

/** The path of a split: the one that names it and not the other, or the only one there is. */
export function ofSplit(paths: readonly string[], split: 'train' | 'test'): string | undefined {
  const other = split === 'train' ? WORDS.test : WORDS.train;
  return paths.find((path) => WORDS[split].test(path) && !other.test(path)) ?? (paths.length === 1 ? paths[0] : undefined);
}

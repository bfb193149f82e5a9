import { extname } from 'node:path';
import { folderNames } from '../files.ts';

/** Endings of the clips that are read. */
export const CLIP = /\.(flv|mp4|m4v|mov|3gp|webm|mkv|avi)$/i;

/** Files of a folder by their names without the ending; of several of one name the first by code point. Null where there is no folder. */
export function filesByStem(folder: string, wanted: RegExp): ReadonlyMap<string, string> | null {
  const names = folderNames(folder)?.filter((name) => wanted.test(name));
  if (!names) return null;
  const found = new Map<string, string>();
  for (const name of names) {
    const stem = stemOf(name);
    if (!found.has(stem)) found.set(stem, name);
  }
  return found;
}

export const stemOf = (name: string): string => name.slice(0, name.length - extname(name).length);

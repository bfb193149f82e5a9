import { join } from 'node:path';
import type { ListEntry } from '../../../../core/data/list.ts';
import type { Report } from '../../../../core/data/report.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { CLIP, filesByStem } from '../clips/named-files.ts';
import { fileStats, folderNames } from '../files.ts';

/** A clip in a folder of its class. */
export interface FoundClip {
  readonly stem: string;
  readonly file: string;
  /** The folder it lies in, by its name. */
  readonly label: string;
  readonly folder: string;
}

/** The folders of classes in a folder, by code point. */
export const classFolders = (folder: string): string[] =>
  (folderNames(folder) ?? []).filter((name) => !name.startsWith('.') && (fileStats(join(folder, name))?.isDirectory() ?? false));

/** All clips of the folders of classes in a folder, in order of class and name. */
export function clipsIn(folder: string): FoundClip[] {
  return classFolders(folder).flatMap((label) => {
    const own = join(folder, label);
    return [...(filesByStem(own, CLIP) ?? [])].map(([stem, name]) => ({ stem, file: join(own, name), label, folder: own }));
  });
}

/** `<id>_000010_000020` is how Kinetics is downloaded; the lists of Kinetics-Sounds call the same clip `<id>_10`. */
function listName(stem: string): string | null {
  const [, id, start] = /^(.+)_(\d{6})_\d{6}$/.exec(stem) ?? [];
  return id === undefined || start === undefined ? null : `${id}_${Number(start)}`;
}

/** Files by name, and by the name that lists give them. */
export function clipIndex(clips: readonly FoundClip[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { stem, file } of clips) if (!files.has(stem)) files.set(stem, file);
  for (const { stem, file } of clips) {
    const name = listName(stem);
    if (name !== null && !files.has(name)) files.set(name, file);
  }
  return files;
}

/**
 * The clips as samples whose label is their folder. A name may occur once; with `report` a second clip of the name is told and is no sample.
 * Errors: `data.clip-name-twice`.
 */
export function entriesOfClips(clips: readonly FoundClip[], report?: Report): ListEntry[] {
  const files = new Map<string, string>();
  return clips.flatMap(({ stem, file, label, folder }) => {
    const other = files.get(stem);
    files.set(stem, other ?? file);
    if (other === undefined) return [{ stem, label, list: folder, line: 0 }];
    const problem = new AppError('data.clip-name-twice', { stem, file, other });
    if (!report) throw problem;
    report(problem, { stem });
    return [];
  });
}

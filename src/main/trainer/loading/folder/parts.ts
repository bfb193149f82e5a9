import { join, resolve } from 'node:path';
import type { FolderDefinition } from '../../../../core/data/folder.ts';
import { CLIP, filesByStem } from '../clips/named-files.ts';
import { fileStats, folderNames } from '../files.ts';

/** What the files of a sample are in one of the folders. */
export type PartKind = 'clip' | 'wav' | 'pictures' | 'picture' | 'array';

/** One of the folders that samples have a file (or a folder) in. */
export interface Part {
  readonly kind: PartKind;
  /** Its whole path. */
  readonly folder: string;
  /** Field of the definition that names it. */
  readonly field: string;
}

export const ENDINGS: Readonly<Record<Exclude<PartKind, 'pictures'>, RegExp>> = {
  clip: CLIP,
  wav: /\.wav$/i,
  picture: /\.(jpe?g|png)$/i,
  array: /\.npy$/i,
};

/** The parts that a definition uses, the one that the others go by first. */
export function partsOf({ root, clips, sound, video, image, sequences }: FolderDefinition): Part[] {
  const at = (name: string): string => resolve(root, name);
  const usesClips = sound.kind === 'clips' || video.kind === 'clips';
  return [
    ...(usesClips ? [{ kind: 'clip', folder: at(clips), field: 'clips' } as const] : []),
    ...(sound.kind === 'files' ? [{ kind: 'wav', folder: at(sound.folder), field: 'sound.folder' } as const] : []),
    ...(video.kind === 'pictures' ? [{ kind: 'pictures', folder: at(video.folder), field: 'video.folder' } as const] : []),
    ...(image.kind === 'files' ? [{ kind: 'picture', folder: at(image.folder), field: 'image.folder' } as const] : []),
    ...sequences.map((name) => ({ kind: 'array', folder: at(name), field: 'sequences' }) as const),
  ];
}

/** Folders within a folder, but hidden ones, by code point. */
export const foldersIn = (folder: string): string[] =>
  (folderNames(folder) ?? []).filter((name) => !name.startsWith('.') && (fileStats(join(folder, name))?.isDirectory() ?? false));

/** Names of the samples in one folder. */
export function namesIn(folder: string, kind: PartKind): string[] {
  return kind === 'pictures' ? foldersIn(folder) : [...(filesByStem(folder, ENDINGS[kind])?.keys() ?? [])];
}

/** Finds the file of a sample by its name; each folder is read once. Gives the usual name where there is none, for the error text. */
export function fileFinder({ kind, folder }: Part): (stem: string) => string {
  const known = new Map<string, ReadonlyMap<string, string>>();
  return (stem) => {
    if (kind === 'pictures') return join(folder, stem);
    const parts = stem.split('/');
    const name = parts.pop() ?? '';
    const own = join(folder, ...parts);
    const files = known.get(own) ?? filesByStem(own, ENDINGS[kind]) ?? new Map<string, string>();
    known.set(own, files);
    return join(own, files.get(name) ?? `${name}${USUAL[kind]}`);
  };
}

const USUAL: Readonly<Record<Exclude<PartKind, 'pictures'>, string>> = {
  clip: '.mp4',
  wav: '.wav',
  picture: '.jpg',
  array: '.npy',
};

import { basename, join } from 'node:path';
import type { z } from 'zod';
import { FolderDefinition } from '../../../../core/data/folder.ts';
import { folderNames } from '../files.ts';
import { ENDINGS, foldersIn, type PartKind } from './parts.ts';

/** What lies in a folder, and how many folders down. Pictures in folders of their own are one deeper than their samples. */
interface Content {
  readonly kind: Exclude<PartKind, 'pictures'>;
  readonly depth: number;
}

const DEEPEST = 3;
/** Folders looked into to tell what lies below. */
const LOOKED_INTO = 3;

/** What the first files say that are of a known kind. */
function contentOf(folder: string, depth = 0): Content | null {
  const names = folderNames(folder) ?? [];
  for (const [kind, ending] of Object.entries(ENDINGS))
    if (names.some((name) => ending.test(name))) return { kind: kind as Content['kind'], depth };
  if (depth === DEEPEST) return null;
  for (const name of foldersIn(folder).slice(0, LOOKED_INTO)) {
    const found = contentOf(join(folder, name), depth + 1);
    if (found) return found;
  }
  return null;
}

const VALIDATION = ['val', 'validation', 'valid'];

/** How the samples of a folder are divided, and how many folders down they lie then. */
interface Division {
  readonly settings: Pick<z.input<typeof FolderDefinition>, 'test' | 'validation'>;
  readonly depth: number;
}

function byFolders(names: readonly string[]): Division | null {
  if (!names.includes('train') || !names.includes('test')) return null;
  const validation = VALIDATION.find((name) => names.includes(name));
  const held = validation === undefined ? {} : { validation: { kind: 'folder', folder: validation } as const };
  return { settings: { test: { kind: 'folders' }, ...held }, depth: 2 };
}

function byLists(names: readonly string[]): Division | null {
  if (!names.includes('train.csv') || !names.includes('test.csv')) return null;
  const validation = VALIDATION.map((name) => `${name}.csv`).find((name) => names.includes(name));
  const held = validation === undefined ? {} : { validation: { kind: 'list', file: validation } as const };
  return { settings: { test: { kind: 'lists' }, ...held }, depth: 0 };
}

/** Without lists and folders for training and test, the folders at the top are the classes. */
const byClasses = (names: readonly string[]): Division | null =>
  names.length > 1 ? { settings: { test: { kind: 'share', share: 0.2 } }, depth: 1 } : null;

type Parts = Partial<Pick<z.input<typeof FolderDefinition>, 'clips' | 'sound' | 'video' | 'image' | 'sequences'>>;

interface FoundPart {
  readonly folder: string;
  readonly content: Content;
  /** Its own pictures lie in a folder each. */
  readonly isFolders: boolean;
}

/** Folders of a root whose samples lie `depth` folders down. */
function partsIn(root: string, depth: number): FoundPart[] {
  return foldersIn(root).flatMap((folder) => {
    const content = contentOf(join(root, folder));
    const isFolders = content?.kind === 'picture' && content.depth === depth + 1;
    return content && (content.depth === depth || isFolders) ? [{ folder, content, isFolders }] : [];
  });
}

/** Parts of the same samples: two class folders at least have the same name in each. */
function alike(root: string, parts: readonly FoundPart[]): FoundPart[] {
  const classes = parts.map(({ folder }) => new Set(foldersIn(join(root, folder))));
  const [first = new Set<string>()] = classes;
  return parts.filter((_, i) => [...first].filter((name) => classes[i]?.has(name)).length > 1);
}

function settingsOf(parts: readonly FoundPart[]): Parts {
  const found: { -readonly [K in keyof Parts]: Parts[K] } = { sound: { kind: 'none' }, video: { kind: 'none' }, sequences: [] };
  for (const { folder, content, isFolders } of parts) {
    if (content.kind === 'clip') Object.assign(found, { clips: folder, sound: { kind: 'clips' }, video: { kind: 'clips' } });
    else if (content.kind === 'wav') found.sound = { kind: 'files', folder };
    else if (content.kind === 'array') found.sequences = [...(found.sequences ?? []), folder];
    else if (isFolders) found.video = { kind: 'pictures', folder };
    else found.image = { kind: 'files', folder };
  }
  return found;
}

/** A definition of what lies in a folder: clips at its top or parts in its folders, at least two modalities. */
export function detectFolder(folder: string): FolderDefinition | { readonly missing: readonly string[] } {
  const parse = (settings: Partial<z.input<typeof FolderDefinition>>): FolderDefinition =>
    FolderDefinition.parse({ layout: 'folder', name: basename(folder), root: folder, ...settings });
  const names = folderNames(folder) ?? [];
  const top = contentOf(folder);
  for (const division of [byLists(names), byFolders(names), byClasses(foldersIn(folder))])
    if (division && top?.kind === 'clip' && top.depth === division.depth) return parse(division.settings);
  const lists = byLists(names);
  const listed = lists ? partsIn(folder, lists.depth) : [];
  if (lists && (listed.length > 1 || listed[0]?.content.kind === 'clip'))
    return parse({ ...lists.settings, ...settingsOf(listed) });
  const [inner] = foldersIn(folder);
  const within = inner === undefined ? [] : foldersIn(join(folder, inner));
  for (const division of [byFolders(within), byClasses(within)]) {
    const parts = division ? alike(folder, partsIn(folder, division.depth)) : [];
    if (division && parts.length > 1) return parse({ ...division.settings, ...settingsOf(parts) });
  }
  return { missing: ['class folders of clips, or folders of wav files, pictures or arrays with train.csv and test.csv'] };
}

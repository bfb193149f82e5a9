import { readdir, realpath, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Result } from '../../../core/contract/index.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import type { HandlersOf, StudioContext } from '../context.ts';
import { wholePath } from '../whole-path.ts';

/** More names than this are no help in choosing. */
const MOST_ENTRIES = 2000;

export function filesHandlers({ abilities }: StudioContext): HandlersOf<'files'> {
  return {
    async 'files.choose'({ kind, title, name }) {
      if (abilities.choosePath === undefined) throw new AppError('files.no-dialog', {});
      return { path: await abilities.choosePath({ kind, title, ...(name === undefined ? {} : { name }) }) };
    },
    'files.list': ({ folder }) => listFolder(folder === null ? homedir() : wholePath(folder)),
  };
}

type Listing = Result<'files.list'>;
type Entry = Listing['entries'][number];

/** Names, kinds and sizes; no file is opened. Links are followed, so that the folder shown is the one that is really there. */
async function listFolder(wanted: string): Promise<Listing> {
  const folder = await folderAt(wanted);
  const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => refused(folder, error));
  const shown = found.filter(({ name }) => !name.startsWith('.'));
  const kinds = await Promise.all(shown.map(async (entry) => ({ name: entry.name, kind: await kindOf(folder, entry) })));
  const sorted = kinds
    .filter((entry): entry is Kind => entry.kind !== null)
    .sort((a, b) => (a.kind === b.kind ? compareNames(a.name, b.name) : a.kind === 'folder' ? -1 : 1));
  const entries = await Promise.all(sorted.slice(0, MOST_ENTRIES).map((entry) => withSize(folder, entry)));
  const parent = dirname(folder);
  return { folder, parent: parent === folder ? null : parent, entries, leftOut: sorted.length - entries.length };
}

type Kind = Pick<Entry, 'name' | 'kind'>;
const compareNames = new Intl.Collator('en', { numeric: true }).compare;

async function folderAt(path: string): Promise<string> {
  try {
    const folder = await realpath(path);
    if ((await stat(folder)).isDirectory()) return folder;
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(codeOf(error))) return refused(path, error);
  }
  throw new AppError('files.no-folder', { folder: path });
}

/** Null for what is neither a folder nor a file: sockets, devices, links that lead nowhere. */
async function kindOf(folder: string, entry: Dirent): Promise<Entry['kind'] | null> {
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  if (!entry.isSymbolicLink()) return null;
  const target = await stat(join(folder, entry.name)).catch(() => null);
  return target?.isDirectory() === true ? 'folder' : target?.isFile() === true ? 'file' : null;
}

async function withSize(folder: string, entry: Kind): Promise<Entry> {
  if (entry.kind === 'folder') return { ...entry, bytes: null };
  const found = await stat(join(folder, entry.name)).catch(() => null);
  return { ...entry, bytes: found?.size ?? null };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

function refused(folder: string, cause: unknown): never {
  const reason = codeOf(cause);
  if (reason === '') throw cause;
  throw new AppError('files.unreadable', { folder, reason });
}

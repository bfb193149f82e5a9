import { mkdirSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';

export interface BackupFile {
  readonly file: string;
  readonly bytes: number;
  readonly atMs: number;
}

/** Where copies of a library go that were given no name. */
const backupsFolder = (libraryFile: string): string => join(dirname(resolve(libraryFile)), 'backups');

/** What the names of a library's copies begin with. */
const stemOf = (libraryFile: string): string => `${basename(libraryFile, extname(libraryFile))}-`;

/**
 * A new name in the folder for copies, which is made: `library-2026-11-25T12-56-16-123Z.sqlite`. `why` stands before the end, as in
 * `…-before-restore.sqlite`.
 */
export function newBackupName(libraryFile: string, why = '', now = new Date()): string {
  const folder = backupsFolder(libraryFile);
  mkdirSync(folder, { recursive: true });
  const time = now.toISOString().replace(/[:.]/g, '-');
  return join(folder, `${stemOf(libraryFile)}${time}${why === '' ? '' : `-${why}`}.sqlite`);
}

/** Copies in their own folder, and those that migrations left beside the library (`….before-v3.bak`); the newest first. */
export async function listBackups(libraryFile: string): Promise<BackupFile[]> {
  const file = resolve(libraryFile);
  const own = await namesIn(backupsFolder(file), (name) => name.startsWith(stemOf(file)) && name.endsWith('.sqlite'));
  const migrated = await namesIn(dirname(file), (name) => name.startsWith(`${basename(file)}.`) && name.endsWith('.bak'));
  const found = await Promise.all([...own, ...migrated].map(describe));
  return found.filter((one) => one !== null).sort((a, b) => b.atMs - a.atMs);
}

async function namesIn(folder: string, isOne: (name: string) => boolean): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter(isOne).map((name) => join(folder, name));
}

/** Null for one that vanished meanwhile. */
const describe = (file: string): Promise<BackupFile | null> =>
  stat(file).then(
    ({ size, mtimeMs }) => ({ file, bytes: size, atMs: Math.round(mtimeMs) }),
    () => null,
  );

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { put } from './small-set.ts';

const fixtures = join(import.meta.dirname, '../fixtures');

/** The files of an archive among the fixtures, by name. */
export const archived = (archive: string): Readonly<Record<string, Uint8Array>> =>
  unzipSync(readFileSync(join(fixtures, archive)));

/** Unpacks an archive of the fixtures into a folder. */
export function unpack(archive: string, folder: string): void {
  for (const [name, bytes] of Object.entries(archived(archive))) put(join(folder, name), bytes);
}

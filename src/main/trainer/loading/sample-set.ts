import { unzipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { CremaDDefinition } from '../../../core/data/crema-d.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { resourceFile } from './beside.ts';
import { errnoOf, fileBytes, fileStats } from './files.ts';
import { removeStale } from './stale-files.ts';

const ARCHIVE = 'av-digits.zip';
const UNPACKING = '.unpacking-';

function unzipped(file: string, archive: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(archive, { filter: ({ name }) => !name.endsWith('/') });
  } catch (cause) {
    throw new AppError(
      'data.sample-set-damaged',
      { file, reason: cause instanceof Error ? cause.message : String(cause) },
      { cause },
    );
  }
}

/** Whether the file is there with this content. */
function isSame(file: string, bytes: Uint8Array): boolean {
  return fileStats(file)?.size === bytes.length && crc32(readFileSync(file)) === crc32(bytes);
}

/** Files written before others get their turn. */
const PER_TURN = 256;

/** Writes what is missing or damaged, each file beside and renamed into place, so several processes may do this at once. */
async function unpack(files: Readonly<Record<string, Uint8Array>>, folder: string): Promise<void> {
  const wanted = Object.entries(files).filter(([name, bytes]) => !isSame(join(folder, name), bytes));
  if (wanted.length === 0) return;
  mkdirSync(dirname(folder), { recursive: true });
  removeStale(dirname(folder), (name) => name.startsWith(UNPACKING));
  const temporary = mkdtempSync(join(dirname(folder), UNPACKING));
  try {
    for (const parent of new Set(wanted.map(([name]) => dirname(join(folder, name))))) mkdirSync(parent, { recursive: true });
    for (const [i, [name, bytes]] of wanted.entries()) {
      if (i % PER_TURN === 0) await setImmediate();
      const part = join(temporary, String(i));
      writeFileSync(part, bytes);
      renameSync(part, join(folder, name));
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * The sample set that comes with the program, unpacked into the cache at first use and mended where files are missing or damaged: ten
 * spoken and written digits by six speakers, with lists for training, validation and test (resources/av-digits.LICENSE.md).
 *
 * Errors: `data.sample-set-missing`, `data.sample-set-damaged`, `data.cache-unwritable`.
 */
export async function sampleSet(cacheFolder: string): Promise<CremaDDefinition> {
  const { file, looked } = resourceFile(ARCHIVE);
  if (file === null) throw new AppError('data.sample-set-missing', { looked });
  const archive = await fileBytes(file);
  const folder = join(cacheFolder, 'samples', `av-digits-${createHash('sha256').update(archive).digest('hex').slice(0, 12)}`);
  try {
    await unpack(unzipped(file, archive), folder);
  } catch (cause) {
    if (errnoOf(cause) === '' || cause instanceof AppError) throw cause;
    throw new AppError('data.cache-unwritable', { folder, reason: errnoOf(cause) }, { cause });
  }
  return CremaDDefinition.parse({
    layout: 'crema-d',
    name: 'av-digits',
    root: folder,
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    validation: { kind: 'list', file: 'validation.csv' },
    speakerField: 1,
  });
}

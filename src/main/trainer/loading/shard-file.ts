import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { AppError } from '../../../core/errors/app-error.ts';
import { errnoOf, isAbsence } from './files.ts';

/**
 * A shard: the prepared records of some dozens of samples in one file. Little-endian:
 *
 *     8 bytes  magic          4  number of records n     4  crc32 of the table     8  bytes of the whole file (float64)
 *     n times  8  offset (float64)    4  length    4  crc32 of the record
 *     the records, each at a multiple of 8
 *
 * Written beside and renamed, so a shard is whole or absent; its name is its content key, so whoever writes it writes the same.
 */
const MAGIC = 'RRSHARD1';
const HEAD_BYTES = 24;
const ENTRY_BYTES = 16;

/** Ending of a shard that is being written. */
export const TEMPORARY = '.tmp';

interface Entry {
  readonly offset: number;
  readonly length: number;
  readonly crc: number;
}

/** An open shard; `entries` is its table. */
export interface Shard {
  readonly fd: number;
  readonly entries: readonly Entry[];
}

const aligned = (n: number): number => Math.ceil(n / 8) * 8;

function header(entries: readonly Entry[], fileBytes: number): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES + ENTRY_BYTES * entries.length);
  const view = new DataView(head.buffer);
  for (const [i, { offset, length, crc }] of entries.entries()) {
    view.setFloat64(HEAD_BYTES + ENTRY_BYTES * i, offset, true);
    view.setUint32(HEAD_BYTES + ENTRY_BYTES * i + 8, length, true);
    view.setUint32(HEAD_BYTES + ENTRY_BYTES * i + 12, crc, true);
  }
  head.set([...MAGIC].map((c) => c.charCodeAt(0)));
  view.setUint32(8, entries.length, true);
  view.setUint32(12, crc32(head.subarray(HEAD_BYTES)), true);
  view.setFloat64(16, fileBytes, true);
  return head;
}

function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}

/** Records as they come, then the head before them: no more than one record's memory is needed. */
async function writeRecords(fd: number, count: number, records: AsyncIterable<Uint8Array>): Promise<void> {
  const entries: Entry[] = [];
  let end = aligned(HEAD_BYTES + ENTRY_BYTES * count);
  for await (const record of records) {
    writeAll(fd, record, end);
    entries.push({ offset: end, length: record.length, crc: crc32(record) });
    end += aligned(record.length);
  }
  if (entries.length !== count) throw new Error(`a shard of ${count} records got ${entries.length}`);
  ftruncateSync(fd, end);
  writeAll(fd, header(entries, end), 0);
}

async function writeBeside(temporary: string, file: string, count: number, records: AsyncIterable<Uint8Array>): Promise<void> {
  const fd = openSync(temporary, 'w');
  try {
    await writeRecords(fd, count, records);
  } finally {
    closeSync(fd);
  }
  await rename(temporary, file);
}

/**
 * Writes a shard of `count` records.
 * Errors: `data.cache-unwritable`, and what `records` throws; nothing is left behind then.
 */
export async function writeShard(file: string, count: number, records: AsyncIterable<Uint8Array>): Promise<void> {
  const temporary = `${file}.${randomUUID()}${TEMPORARY}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeBeside(temporary, file, count, records).catch(async (error: unknown) => {
      await rm(temporary, { force: true });
      throw error;
    });
  } catch (cause) {
    if (errnoOf(cause) === '') throw cause;
    throw new AppError('data.cache-unwritable', { folder: dirname(file), reason: errnoOf(cause) }, { cause });
  }
}

function readAt(fd: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, readSync(fd, bytes, 0, length, offset));
}

/** The table of an open file, or null where it is not a whole shard of `count` records. */
function table(fd: number, count: number): Entry[] | null {
  const bytes = readAt(fd, 0, HEAD_BYTES + ENTRY_BYTES * count);
  if (bytes.length < HEAD_BYTES + ENTRY_BYTES * count || String.fromCharCode(...bytes.subarray(0, 8)) !== MAGIC) return null;
  const view = new DataView(bytes.buffer);
  const isWhole = view.getUint32(8, true) === count && view.getFloat64(16, true) === fstatSync(fd).size;
  if (!isWhole || view.getUint32(12, true) !== crc32(bytes.subarray(HEAD_BYTES))) return null;
  return Array.from({ length: count }, (_, i) => {
    const at = HEAD_BYTES + ENTRY_BYTES * i;
    return { offset: view.getFloat64(at, true), length: view.getUint32(at + 8, true), crc: view.getUint32(at + 12, true) };
  });
}

/** The shard if it is there and whole, else null; the caller closes `fd`. */
export function openShard(file: string, count: number): Shard | null {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch (error) {
    if (isAbsence(error)) return null;
    throw new AppError('data.file-unreadable', { file, reason: errnoOf(error) }, { cause: error });
  }
  const entries = table(fd, count);
  if (entries) return { fd, entries };
  closeSync(fd);
  return null;
}

/** One record, or null where its checksum does not hold. */
export function readRecord({ fd, entries }: Shard, record: number): Uint8Array | null {
  const entry = entries[record];
  if (!entry) return null;
  const bytes = readAt(fd, entry.offset, entry.length);
  return bytes.length === entry.length && crc32(bytes) === entry.crc ? bytes : null;
}

/** Whether the shard is there with a sound table and its full length; record checksums are looked at when they are read. */
export function isWholeShard(file: string, count: number): boolean {
  const shard = openShard(file, count);
  if (shard) closeSync(shard.fd);
  return shard !== null;
}

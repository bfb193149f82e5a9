import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { AppError } from '../../../core/errors/app-error.ts';
import { errnoOf, isAbsence } from './files.ts';

/**
 * A shard: the prepared records of a few hundred samples in one file. Little-endian:
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

function header(records: readonly Uint8Array[]): { head: Uint8Array; offsets: number[] } {
  const head = new Uint8Array(HEAD_BYTES + ENTRY_BYTES * records.length);
  const view = new DataView(head.buffer);
  const offsets: number[] = [];
  let end = aligned(head.length);
  for (const [i, record] of records.entries()) {
    offsets.push(end);
    view.setFloat64(HEAD_BYTES + ENTRY_BYTES * i, end, true);
    view.setUint32(HEAD_BYTES + ENTRY_BYTES * i + 8, record.length, true);
    view.setUint32(HEAD_BYTES + ENTRY_BYTES * i + 12, crc32(record), true);
    end += aligned(record.length);
  }
  head.set([...MAGIC].map((c) => c.charCodeAt(0)));
  view.setUint32(8, records.length, true);
  view.setUint32(12, crc32(head.subarray(HEAD_BYTES)), true);
  view.setFloat64(16, end, true);
  return { head, offsets };
}

function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}

async function writeBeside(temporary: string, file: string, records: readonly Uint8Array[]): Promise<void> {
  const fd = openSync(temporary, 'w');
  try {
    const { head, offsets } = header(records);
    writeAll(fd, head, 0);
    for (const [i, record] of records.entries()) {
      const padded = new Uint8Array(aligned(record.length));
      padded.set(record);
      writeAll(fd, padded, offsets[i] ?? 0);
    }
  } finally {
    closeSync(fd);
  }
  await rename(temporary, file);
}

/** Errors: `data.cache-unwritable`; nothing is left behind then. */
export async function writeShard(file: string, records: readonly Uint8Array[]): Promise<void> {
  const temporary = `${file}.${process.pid}-${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeBeside(temporary, file, records).catch(async (error: unknown) => {
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

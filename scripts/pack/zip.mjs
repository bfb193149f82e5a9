import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { crc32 } from './crc32.mjs';

/**
 * Reads zip files: wheels are zips, and Node has no reader of its own. Only what registries produce: one volume, stored or deflated
 * members, zip64, no encryption. Members may be larger than memory allows and are streamed.
 * Layout: APPNOTE.TXT 6.3, sections 4.3 (structures) and 4.5.3 (zip64).
 */

/** @typedef {{ name: string, method: number, crc: number, packedBytes: number, bytes: number, offset: number, mode: number }} ZipMember */
/** @typedef {import('node:fs/promises').FileHandle} FileHandle */

const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/** Members up to this size, in bytes, are unpacked in one piece: streams cost more than they save on thousands of small files. */
const SMALL = 4 << 20;

/** What is wrong with a zip file: the caller says which file it was. */
export class ZipError extends Error {
  /** @override */
  name = 'ZipError';
}

/**
 * The members of a zip file, in its order.
 *
 * @param {FileHandle} file
 * @returns {Promise<ZipMember[]>}
 */
export async function readMembers(file) {
  const { count, offset, bytes } = await readEnd(file);
  const directory = await readAt(file, offset, bytes);
  const members = [];
  for (let at = 0, i = 0; i < count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL)
      throw new ZipError('its list of members is damaged');
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30);
    const next = at + 46 + nameLength + extraLength + directory.readUInt16LE(at + 32);
    if (next > directory.length) throw new ZipError('its list of members is cut off');
    members.push(readMember(directory.subarray(at, next), nameLength, extraLength));
    at = next;
  }
  return members;
}

/**
 * @param {Buffer} record of the central directory
 * @param {number} nameLength
 * @param {number} extraLength
 * @returns {ZipMember}
 */
function readMember(record, nameLength, extraLength) {
  const name = record.toString('utf8', 46, 46 + nameLength);
  if (record.readUInt16LE(8) & 1) throw new ZipError(`${name} is encrypted`);
  const extra = record.subarray(46 + nameLength, 46 + nameLength + extraLength);
  const [bytes, packedBytes, offset] = widen(extra, [record.readUInt32LE(24), record.readUInt32LE(20), record.readUInt32LE(42)]);
  return {
    name,
    method: record.readUInt16LE(10),
    crc: record.readUInt32LE(16),
    packedBytes: packedBytes ?? 0,
    bytes: bytes ?? 0,
    offset: offset ?? 0,
    mode: record.readUInt32LE(38) >>> 16,
  };
}

/**
 * Zip64: those of the three values which read 0xffffffff stand as 64-bit numbers in the extra field 0x0001, in this order.
 *
 * @param {Buffer} extra
 * @param {number[]} values
 */
function widen(extra, values) {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let from = at + 4;
    return values.map((value) => {
      if (value !== 0xffffffff) return value;
      from += 8;
      return Number(extra.readBigUInt64LE(from - 8));
    });
  }
  return values;
}

/**
 * The end record, found from the back: after it comes nothing but a comment of up to 65,535 bytes.
 *
 * @param {FileHandle} file
 */
async function readEnd(file) {
  const { size } = await file.stat();
  const tailBytes = Math.min(size, 22 + 0xffff);
  const tail = await readAt(file, size - tailBytes, tailBytes);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END || at + 22 + tail.readUInt16LE(at + 20) !== tail.length) continue;
    const locator = at - 20;
    if (locator >= 0 && tail.readUInt32LE(locator) === END64_LOCATOR) {
      const end = await readAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56);
      if (end.readUInt32LE(0) !== END64) throw new ZipError('its zip64 end record is damaged');
      return {
        count: Number(end.readBigUInt64LE(32)),
        bytes: Number(end.readBigUInt64LE(40)),
        offset: Number(end.readBigUInt64LE(48)),
      };
    }
    return { count: tail.readUInt16LE(at + 10), bytes: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
  }
  throw new ZipError('it is no zip file, or its end is missing');
}

/**
 * Unpacks one member to a file, checks its size and CRC-32, and gives its sha256.
 *
 * @param {FileHandle} file
 * @param {ZipMember} member
 * @param {string} path
 * @param {{ onBytes?: (bytes: number) => void, signal?: AbortSignal | undefined }} [options] `onBytes` gets the unpacked bytes as they come
 * @returns {Promise<{ bytes: number, sha256: string }>}
 */
export async function unpackMember(file, member, path, options = {}) {
  if (member.method !== 0 && member.method !== 8)
    throw new ZipError(`${member.name} is packed with method ${member.method}, expected 0 or 8`);
  const header = await readAt(file, member.offset, 30);
  if (header.readUInt32LE(0) !== LOCAL) throw new ZipError(`${member.name} does not begin where the list of members says`);
  const from = member.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  await mkdir(dirname(path), { recursive: true });
  const meter = new Meter();
  try {
    if (member.bytes <= SMALL && member.packedBytes <= SMALL) {
      const packed = await readAt(file, from, member.packedBytes);
      const contents = member.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: SMALL });
      meter.count(contents);
      options.onBytes?.(contents.length);
      await writeFile(path, contents);
    } else {
      await stream(file, member, from, path, meter, options);
    }
  } catch (error) {
    if (isZlibError(error)) throw new ZipError(`${member.name} is damaged (${error.message})`, { cause: error });
    throw error;
  }
  if (meter.bytes !== member.bytes) throw new ZipError(`${member.name} has ${meter.bytes} bytes, expected ${member.bytes}`);
  if (meter.crc !== member.crc) throw new ZipError(`${member.name} is damaged (CRC-32 ${meter.crc}, expected ${member.crc})`);
  return { bytes: meter.bytes, sha256: meter.sha256() };
}

/**
 * @param {FileHandle} file
 * @param {ZipMember} member
 * @param {number} from
 * @param {string} path
 * @param {Meter} meter
 * @param {{ onBytes?: (bytes: number) => void, signal?: AbortSignal | undefined }} options
 */
async function stream(file, member, from, path, meter, options) {
  const measure = new Transform({
    transform(chunk, _encoding, done) {
      meter.count(chunk);
      options.onBytes?.(chunk.length);
      done(null, chunk);
    },
  });
  const source = Readable.from(chunksOf(file, from, member.packedBytes), { objectMode: false });
  const sink = createWriteStream(path);
  const abort = options.signal === undefined ? {} : { signal: options.signal };
  if (member.method === 0) await pipeline(source, measure, sink, abort);
  else await pipeline(source, createInflateRaw({ chunkSize: 1 << 18 }), measure, sink, abort);
}

/** Size, CRC-32 and sha256 of what passes. */
class Meter {
  bytes = 0;
  crc = 0;
  #hash = createHash('sha256');

  /** @param {Buffer} chunk */
  count(chunk) {
    this.bytes += chunk.length;
    this.crc = crc32(chunk, this.crc);
    this.#hash.update(chunk);
  }

  sha256() {
    return this.#hash.digest('hex');
  }
}

/**
 * @param {FileHandle} file
 * @param {number} from
 * @param {number} bytes
 */
async function* chunksOf(file, from, bytes) {
  for (let done = 0; done < bytes;) {
    const chunk = await readAt(file, from + done, Math.min(1 << 20, bytes - done));
    done += chunk.length;
    yield chunk;
  }
}

/**
 * @param {FileHandle} file
 * @param {number} from
 * @param {number} bytes
 */
async function readAt(file, from, bytes) {
  const buffer = Buffer.alloc(bytes);
  for (let done = 0; done < bytes;) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, from + done);
    if (bytesRead === 0) throw new ZipError('it is cut off');
    done += bytesRead;
  }
  return buffer;
}

/**
 * Opens a zip file for the time of `work`.
 *
 * @template T
 * @param {string} path
 * @param {(file: FileHandle) => Promise<T>} work
 */
export async function withZip(path, work) {
  const file = await open(path);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

/**
 * @param {unknown} error
 * @returns {error is Error}
 */
const isZlibError = (error) =>
  error instanceof Error && /^(Z_|ERR_BUFFER_TOO_LARGE)/.test(String(/** @type {NodeJS.ErrnoException} */ (error).code));

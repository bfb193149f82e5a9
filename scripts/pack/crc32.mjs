import * as zlib from 'node:zlib';

/** zlib.crc32 came with Node 20.15 and 22.2; set-up runs on every Node from 20 on. */
const native = /** @type {{ crc32?: (data: Uint8Array, value?: number) => number }} */ (zlib).crc32;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/**
 * CRC-32 as zip uses it (polynomial 0xedb88320, reflected), in plain JavaScript.
 *
 * @param {Uint8Array} data
 * @param {number} [before] the value of what came before
 */
export function plainCrc32(data, before = 0) {
  let value = ~before;
  for (const byte of data) value = (TABLE[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
  return ~value >>> 0;
}

/** CRC-32, by zlib where this Node offers it. */
export const crc32 = native ?? plainCrc32;

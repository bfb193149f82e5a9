import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { npyHeader, readNpy } from '../../../src/core/data/npy.ts';

const folder = join(import.meta.dirname, '../../fixtures/npy');
const bytesOf = (name: string): Uint8Array => readFileSync(join(folder, `${name}.npy`));
/** Written and read by numpy (fixtures/npy/make.py). */
const { arrays } = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
  arrays: Record<string, { shape: number[]; values: number[] }>;
};
const code = (code: string): unknown => expect.objectContaining({ code });

describe('readNpy', () => {
  test.each(Object.entries(arrays))('reads %s as numpy does', (name, { shape, values }) => {
    const array = readNpy(bytesOf(name), name);
    expect(array.shape).toEqual(shape);
    expect([...array.data]).toEqual(values);
  });

  test('half precision has its smallest, its infinite and its missing values', () => {
    const header = bytesOf('f2').slice(0, 128);
    const bytes = new Uint8Array(128 + 48);
    bytes.set(header);
    // 0x0001 is 2^-24, 0x8000 is -0, 0x7c00 is infinite, 0xfc00 its negative, 0x7e00 is not a number, 0x3c00 is 1
    bytes.set([0x01, 0x00, 0x00, 0x80, 0x00, 0x7c, 0x00, 0xfc, 0x00, 0x7e, 0x00, 0x3c], 128);
    expect([...readNpy(bytes, 'halves').data.subarray(0, 6)]).toEqual([2 ** -24, -0, Infinity, -Infinity, NaN, 1]);
  });

  test('the header of Python 2 with its long numbers is read, and bytes after the values are ignored', () => {
    const text = "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 1L), }";
    const head = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length, 0, ...new TextEncoder().encode(text)];
    const bytes = Uint8Array.from([...head, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 9, 9, 9]);
    expect(readNpy(bytes, 'old')).toEqual({ shape: [2, 1], data: Float32Array.of(1, 2) });
  });

  test.each([
    ['object', 'data.npy-unsupported', /Python objects/],
    ['text', 'data.npy-unsupported', /<U2/],
    ['complex', 'data.npy-unsupported', /<c16/],
    ['structured', 'data.npy-unsupported', /'a'/],
    ['cut', 'data.npy-truncated', /320 bytes, found 300/],
    ['cut-header', 'data.npy-truncated', /128 bytes, found 40/],
  ])('refuses %s', (name, expected, message) => {
    const reading = (): unknown => readNpy(bytesOf(name), `${name}.npy`);
    expect(reading).toThrow(code(expected));
    expect(reading).toThrow(message);
    expect(reading).toThrow(`${name}.npy`);
  });

  test.each([
    ['another file', new TextEncoder().encode('not an array at all')],
    ['nothing', new Uint8Array()],
    ['an unknown version', Uint8Array.from(bytesOf('f4'), (byte, i) => (i === 6 ? 9 : byte))],
    ['a shape of words', Uint8Array.from(bytesOf('f4'), (byte) => (byte === 0x28 ? 0x5b : byte))],
  ])('refuses %s', (_what, bytes) => {
    expect(() => readNpy(bytes, 'x.npy')).toThrow(code('data.npy-malformed'));
  });

  test('the header alone tells the shape of a file that is not read', () => {
    expect(npyHeader(bytesOf('f8-fortran').subarray(0, 128), 'x')).toEqual({
      shape: [2, 3, 4],
      type: { kind: 'float', bytes: 8, bigEndian: false },
      fortranOrder: true,
      offset: 128,
    });
  });
});

import { expect, test } from 'vitest';
import { encodeFrames } from '../../../src/core/contract/wire.ts';
import { frameReader } from '../../../src/core/contract/frame-reader.ts';

/** The frames of a value as a socket hands them over. */
function framesOf(value: unknown): (string | ArrayBuffer)[] {
  const { text, parts } = encodeFrames(value);
  return [text, ...parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength).slice().buffer)];
}

test('puts values together as soon as their last frame is there, one after the other', () => {
  const values = [
    { id: 1 },
    { steps: new Uint32Array([1, 2]), values: new Float64Array([NaN, 1 / 3]) },
    'text',
    { empty: new Float32Array(0) },
  ];
  const got: unknown[] = [];
  const read = frameReader((value) => got.push(value));
  const counts = values.map((value) => {
    for (const frame of framesOf(value)) read(frame);
    return got.length;
  });
  expect(got).toStrictEqual(values);
  expect(counts).toEqual([1, 2, 3, 4]);
});

import { describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type SafetensorsContents } from '../../../src/core/train/safetensors.ts';

const CONTENTS: SafetensorsContents = {
  tensors: {
    'audio.conv1.weight': { shape: [2, 3], data: Float32Array.from([1, -2, 3.5, 0, Number.MIN_VALUE, 1e30]) },
    scalar: { shape: [], data: Float32Array.from([7]) },
    empty: { shape: [0, 4], data: new Float32Array(0) },
  },
  metadata: { format: 'test', note: 'Übung № 7 – 音声 🎧 "quoted"\n' },
};

const file = (contents = CONTENTS): Buffer => Buffer.concat(encodeSafetensors(contents));

/** A file of a header as given and `room` bytes of values. */
function fileOf(header: string, room = 0): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(room)]);
}

const unreadable = (problem: RegExp): unknown =>
  expect.objectContaining({
    code: 'checkpoint.unreadable',
    params: { file: 'last.safetensors', problem: expect.stringMatching(problem) as unknown },
  });

describe('safetensors', () => {
  test('what is written is read again, bit for bit, non-ASCII metadata too', () => {
    expect(decodeSafetensors(file(), 'last.safetensors')).toEqual(CONTENTS);
  });

  test('lies in the file as the format says', () => {
    const bytes = file();
    const length = Number(bytes.readBigUInt64LE());
    expect(length % 8).toBe(0);
    const text = bytes.toString('latin1', 8, 8 + length);
    expect(/^[ -~]*$/.test(text)).toBe(true);
    expect(JSON.parse(text)).toMatchObject({
      __metadata__: CONTENTS.metadata,
      'audio.conv1.weight': { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
      scalar: { dtype: 'F32', shape: [], data_offsets: [24, 28] },
      empty: { data_offsets: [28, 28] },
    });
    expect(bytes.length).toBe(8 + length + 28);
    expect(bytes.readFloatLE(8 + length + 8)).toBe(3.5);
  });

  test('values that are a view into a larger buffer are written alone', () => {
    const data = Float32Array.from([1, 2, 3, 4]).subarray(1, 3);
    const found = decodeSafetensors(file({ tensors: { a: { shape: [2], data } }, metadata: {} }), 'x').tensors['a'];
    expect(Array.from(found?.data ?? [])).toEqual([2, 3]);
  });

  test('reads a Node Buffer that lies anywhere in a larger one, and keeps a copy', () => {
    const bytes = file();
    const larger = Buffer.alloc(bytes.length + 16, 0xff);
    // An offset that is no multiple of four, which a Float32Array could not look at in place.
    bytes.copy(larger, 3);
    const found = decodeSafetensors(larger.subarray(3, 3 + bytes.length), 'x');
    larger.fill(0);
    expect(found).toEqual(CONTENTS);
  });

  test('reads values wherever the header says, and headers without metadata', () => {
    const bytes = fileOf(
      '{"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
      8,
    );
    bytes.writeFloatLE(1.5, bytes.length - 8);
    bytes.writeFloatLE(-2, bytes.length - 4);
    const { tensors, metadata } = decodeSafetensors(bytes, 'x');
    expect(metadata).toEqual({});
    expect(tensors['a']?.data[0]).toBe(1.5);
    expect(tensors['b']?.data[0]).toBe(-2);
  });

  test('refuses every file that was cut short', () => {
    const bytes = file();
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeSafetensors(bytes.subarray(0, length), 'last.safetensors'), String(length)).toThrow(
        unreadable(length < 8 ? /fewer than a header/ : /more than the file has|cut short/),
      );
  });

  test.each([
    ['not JSON', fileOf('{"a":'), /not JSON/],
    ['a JSON null', fileOf('null'), /not a JSON object/],
    ['a JSON array', fileOf('[1]'), /not a JSON object/],
    ['another type', fileOf('{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}', 2), /F16, expected F32/],
    ['a null tensor', fileOf('{"a":null}'), /undefined, expected F32/],
    ['a shape that is none', fileOf('{"a":{"dtype":"F32","shape":3,"data_offsets":[0,4]}}', 4), /no shape/],
    ['no place', fileOf('{"a":{"dtype":"F32","shape":[1]}}', 4), /no place/],
    ['a place of another size', fileOf('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', 4), /does not have/],
    ['a text file', Buffer.from('epoch,accuracy\n1,0.5\n'), /more than the file has/],
  ])('refuses %s', (_what, bytes, problem) => {
    expect(() => decodeSafetensors(bytes, 'last.safetensors')).toThrow(unreadable(problem));
  });
});

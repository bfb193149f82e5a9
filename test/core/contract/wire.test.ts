import { describe, expect, test } from 'vitest';
import { decodeFrames, encodeFrames, partsOf } from '../../../src/core/contract/wire.ts';

/** What a value is after its way over the socket: the text as text, each part as the bytes a socket would hand over. */
function across(value: unknown): unknown {
  const { text, parts } = encodeFrames(value);
  expect(partsOf(text)).toBe(parts.length);
  // A socket's buffers begin anywhere in a larger one.
  const received = parts.map((part) => {
    const larger = new Uint8Array(part.byteLength + 3);
    larger.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), 3);
    return larger.subarray(3);
  });
  return decodeFrames(text, received);
}

describe('values cross as they are', () => {
  test.each([
    ['plain', { name: 'a', list: [1, -2.5, null, true, 'ü'], empty: {} }],
    ['numbers JSON has no words for', [NaN, Infinity, -Infinity, -0, 0]],
    ['an object that looks like a mark', { $: 'NaN', part: 0 }],
    ['a mark inside such an object', { $: { $: [NaN, { $: 'Float32Array' }] }, other: 1 }],
    ['a key that names the prototype', JSON.parse('{ "__proto__": { "polluted": 1 }, "$": 2 }')],
    ['null', null],
  ])('%s', (_, value: unknown) => {
    expect(across(value)).toStrictEqual(value);
  });

  test('typed arrays of every kind, parts of larger buffers and empty ones', () => {
    const value = {
      steps: new Uint32Array([1, 2, 4_294_967_295]),
      values: new Float32Array([0, 0.5, NaN, Infinity]).subarray(1),
      nested: [{ exact: new Float64Array([Math.PI]), empty: new Int32Array(0), bytes: new Uint8Array([1, 2, 255]) }],
    };
    expect(across(value)).toStrictEqual({ ...value, values: new Float32Array([0.5, NaN, Infinity]) });
  });

  test('a key that names the prototype stays a key', () => {
    across(JSON.parse('{ "__proto__": { "polluted": 1 } }'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('what is no frame of ours is refused', () => {
  test.each([
    ['no JSON', '{'],
    ['no envelope', '[1]'],
    ['an unknown mark', '{ "parts": 0, "body": { "$": "BigInt64Array", "part": 0 } }'],
    ['a mark from the prototype', '{ "parts": 0, "body": { "$": "constructor", "part": 0 } }'],
    ['a part that did not come', '{ "parts": 1, "body": { "$": "Float32Array", "part": 3 } }'],
  ])('%s', (_, text) => {
    expect(() => decodeFrames(text, [new Uint8Array(4)])).toThrow(SyntaxError);
  });
});

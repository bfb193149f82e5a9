import { describe, expect, test } from 'vitest';
import { decodeUtf8 } from '../../../src/core/data/utf8.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('decodeUtf8', () => {
  test('reads one to four byte forms as the platform does', () => {
    const text = 'a é € 𝄞 \u0000 \u{10ffff}'.repeat(2000);
    expect(decodeUtf8(new TextEncoder().encode(text))).toEqual({ ok: true, text });
  });

  test('leaves the byte-order mark out', () => {
    expect(decodeUtf8(bytes(0xef, 0xbb, 0xbf, 0x61))).toEqual({ ok: true, text: 'a' });
  });

  test.each([
    ['a Latin-1 letter', bytes(0x61, 0xe9, 0x2c), 1],
    ['a lone continuation', bytes(0x61, 0x62, 0x80), 2],
    ['a form cut off by the end', bytes(0x61, 0xe2, 0x82), 1],
    ['an overlong slash', bytes(0xc0, 0xaf), 0],
    ['an overlong three-byte form', bytes(0xe0, 0x80, 0xaf), 0],
    ['a surrogate', bytes(0xed, 0xa0, 0x80), 0],
    ['a point beyond the last', bytes(0xf4, 0x90, 0x80, 0x80), 0],
    ['UTF-16', bytes(0xff, 0xfe, 0x61, 0x00), 0],
  ])('finds %s', (_what, input, offset) => {
    expect(decodeUtf8(input)).toEqual({ ok: false, offset });
  });
});

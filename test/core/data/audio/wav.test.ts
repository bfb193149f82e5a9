import { describe, expect, test } from 'vitest';
import { readWavHeader } from '../../../../src/core/data/audio/wav-header.ts';
import { decodeWav } from '../../../../src/core/data/audio/wav-samples.ts';
import { thrownBy } from '../../../support/small-set.ts';
import { tone, wavFile, type WavForm } from '../../../support/wav.ts';

const source = { file: 'x.wav', list: 'train.csv', line: 7 };
const decode = (bytes: Uint8Array): Float32Array => decodeWav(bytes, source).samples;
const thrown = (bytes: Uint8Array): ReturnType<typeof thrownBy> => thrownBy(() => decodeWav(bytes, source));

describe('decodeWav', () => {
  test.each([
    // value, bits, codec, by hand: 8 bits are unsigned, round(0.5 x 128) + 128 = 192 → 64 / 128
    [{ bits: 8 }, 1 / 128],
    [{ bits: 16 }, 1 / 32_768],
    [{ bits: 24 }, 1 / 8_388_608],
    [{ bits: 32 }, 1e-7],
    [{ bits: 32, codec: 3 }, 1e-7],
    [{ bits: 64, codec: 3 }, 1e-7],
    [{ bits: 24, isExtensible: true }, 1 / 8_388_608],
    [{ bits: 32, codec: 3, isExtensible: true }, 1e-7],
  ] satisfies [WavForm, number][])('reads %j', (form, tolerance) => {
    const values = [...tone(40, 3, 0.9), -1, 0, 0.5];
    const samples = decode(wavFile(values, { ...form, rate: 12_345 }));
    expect(decodeWav(wavFile(values, { ...form, rate: 12_345 }), source).rate).toBe(12_345);
    expect(Math.max(...values.map((value, i) => Math.abs(value - (samples[i] ?? 9))))).toBeLessThanOrEqual(tolerance);
    expect(samples.length).toBe(values.length);
  });

  test('channels become their mean', () => {
    // Two frames of three channels: (0.25 + 0.5 + 0) / 3, (-0.5 - 0.25 + 0.75) / 3
    const samples = decode(wavFile([0.25, 0.5, 0, -0.5, -0.25, 0.75], { channels: 3 }));
    expect(samples[0]).toBeCloseTo(0.25, 7);
    expect(samples[1]).toBeCloseTo(0, 7);
    expect(samples.length).toBe(2);
  });

  test('chunks before the data are passed over, odd ones with their pad byte', () => {
    const plain = wavFile(tone(30, 2));
    expect(
      decode(
        wavFile(tone(30, 2), {
          extraChunks: [
            ['LIST', 27],
            ['fact', 4],
          ],
        }),
      ),
    ).toEqual(decode(plain));
  });

  test('a stream of unknown size goes to the end of the file', () => {
    expect(decode(wavFile(tone(30, 2), { announcedBytes: 0xffffffff })).length).toBe(30);
  });

  test('a view into a larger buffer is read at its own offset', () => {
    const bytes = Buffer.concat([Buffer.alloc(3), wavFile(tone(30, 2))]);
    expect(decode(bytes.subarray(3))).toEqual(decode(wavFile(tone(30, 2))));
  });
});

describe('faults of a recording, each with file and list line', () => {
  test('cut off: in the data, in a chunk before it, in the header', async () => {
    const whole = wavFile(tone(100, 2), { extraChunks: [['LIST', 60]] });
    for (const bytes of [whole.length - 50, 80, 30, 13]) {
      const error = await thrown(whole.subarray(0, bytes));
      expect(error).toMatchObject({ code: 'data.wav-truncated', params: { ...source, foundBytes: bytes } });
    }
    expect((await thrown(whole.subarray(0, whole.length - 50))).params).toMatchObject({ expectedBytes: whole.length });
  });

  test('no sound: no bytes, no samples, less than one sample', async () => {
    for (const bytes of [new Uint8Array(), wavFile([]), wavFile([0.5], { channels: 1, bits: 16, announcedBytes: 1 })]) {
      expect(await thrown(bytes)).toMatchObject({ code: 'data.wav-empty', params: source });
    }
  });

  test('no wav at all', async () => {
    const error = await thrown(new TextEncoder().encode('ID3 this is an mp3 file, renamed to wav by somebody'));
    expect(error).toMatchObject({ code: 'data.wav-malformed', params: source });
  });

  test('no format, no channels, no data chunk', async () => {
    const noFormat = wavFile(tone(30, 1));
    noFormat.write('junk', 12, 'latin1');
    const noData = wavFile(tone(30, 1));
    noData.write('junk', 36, 'latin1');
    for (const bytes of [noFormat, noData, wavFile(tone(30, 1), { rate: 0 })])
      expect((await thrown(bytes)).code).toBe('data.wav-malformed');
  });

  test.each([
    [{ codec: 7, bits: 8 }, 'mu-law', 8],
    [{ codec: 2, bits: 16 }, 'Microsoft ADPCM', 16],
    [{ codec: 0x55, bits: 16 }, 'MP3', 16],
    [{ codec: 0x1234, bits: 16 }, 'codec 0x1234', 16],
  ] satisfies [WavForm, string, number][])('the codec of %j is named', async (form, codec, bits) => {
    expect(await thrown(wavFile(tone(30, 1), form))).toMatchObject({
      code: 'data.wav-unsupported',
      params: { ...source, codec, bits },
    });
  });

  test('a value that is not a number, with its place', async () => {
    const error = await thrown(wavFile([0, 0.5, Number.NaN, 0.5], { bits: 32, codec: 3 }));
    expect(error).toMatchObject({ code: 'data.wav-not-finite', params: { ...source, sample: 2 } });
  });
});

test('readWavHeader asks for little: a check of a data set reads no sound', () => {
  const bytes = wavFile(tone(5000, 9), { channels: 2, rate: 44_100 });
  let asked = 0;
  const read = (offset: number, length: number): Uint8Array => {
    asked += length;
    return bytes.subarray(offset, offset + length);
  };
  expect(readWavHeader(read, bytes.length, source)).toEqual({
    encoding: 'pcm',
    bits: 16,
    channels: 2,
    rate: 44_100,
    offset: 44,
    length: 2500,
  });
  expect(asked).toBeLessThan(100);
});

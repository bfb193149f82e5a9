import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fbankFeatures } from '../../../../src/core/data/audio/fbank-features.ts';
import { resample } from '../../../../src/core/data/audio/resample.ts';
import { decodeWav } from '../../../../src/core/data/audio/wav-samples.ts';

/** One line of fbank.json; see the README beside it. */
interface Reference {
  readonly clip: string;
  readonly sourceRate: number;
  readonly rate: number;
  readonly frames: number;
  /** Every `stride`-th value of the rows that are no padding, from `offset` of the values file on. */
  readonly stride: number;
  readonly offset: number;
  readonly count: number;
  /** Over all 1024 x 128 values. */
  readonly sum: number;
  readonly squares: number;
}

const folder = join(import.meta.dirname, '../../../fixtures/audio');
const { references } = JSON.parse(readFileSync(join(folder, 'fbank/fbank.json'), 'utf8')) as { references: readonly Reference[] };
const raw = readFileSync(join(folder, 'fbank/fbank.f32'));
const values = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));

const OFFICIAL = { bins: 128, frames: 1024, mean: -4.503877, deviation: 5.141276 };

function found({ clip, rate }: Reference): Float32Array {
  const wav = decodeWav(readFileSync(join(folder, `${clip}.wav`)), { file: clip, list: '', line: 0 });
  return fbankFeatures(resample(wav.samples, wav.rate, rate), { ...OFFICIAL, rate });
}

const melOf = (hertz: number): number => 1127 * Math.log(1 + hertz / 700);
/** Where a filter ends, in mel. */
const endOf = (bin: number, rate: number): number => melOf(20) + ((bin + 2) * (melOf(rate / 2) - melOf(20))) / 129;

/** Largest difference relative to max(1, |expected|) among the filters that end below `limit` hertz. */
function worst(reference: Reference, features: Float32Array, limit: number): number {
  const { stride, offset, count, rate } = reference;
  let largest = 0;
  for (let i = 0; i < count; i++) {
    if (endOf((i * stride) % 128, rate) > melOf(limit)) continue;
    const expected = values[offset + i] ?? Number.NaN;
    const error = Math.abs((features[i * stride] ?? Number.NaN) - expected) / Math.max(1, Math.abs(expected));
    largest = Math.max(largest, Number.isNaN(error) ? Infinity : error);
  }
  return largest;
}

const sum = (features: Float32Array, power: number): number => features.reduce((total, value) => total + value ** power, 0);

describe("features equal torchaudio's", () => {
  const own = references.filter(({ rate, sourceRate }) => rate === sourceRate);
  const resampled = references.filter(({ rate, sourceRate }) => rate !== sourceRate);

  test('ten clips, and nine of them at 16 kHz', () => {
    expect([own.length, resampled.length]).toEqual([10, 9]);
    expect(new Set(own.map(({ clip }) => clip)).size).toBe(10);
  });

  // torchaudio works in single precision: found 9e-6.
  test.each(own.map((reference) => [reference.clip, reference.rate, reference] as const))(
    '%s at its own %i Hz',
    (_clip, _rate, one) => {
      const features = found(one);
      expect(worst(one, features, Infinity)).toBeLessThan(1e-4);
      expect(Math.abs(sum(features, 1) / one.sum - 1)).toBeLessThan(1e-5);
      expect(Math.abs(sum(features, 2) / one.squares - 1)).toBeLessThan(1e-5);
    },
  );

  // The bound of resampled sound (docs/data.md): found 8.1e-5.
  test.each(resampled.map((reference) => [reference.clip, reference] as const))('%s at 16 kHz', (_clip, one) => {
    expect(worst(one, found(one), (0.9 * Math.min(one.sourceRate, one.rate)) / 2)).toBeLessThan(1e-2);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cropSound, cropStart } from '../../../../src/core/data/audio/crop-sound.ts';
import { logSpectrogram } from '../../../../src/core/data/audio/log-spectrogram.ts';
import { resample } from '../../../../src/core/data/audio/resample.ts';
import { decodeWav } from '../../../../src/core/data/audio/wav-samples.ts';

test('doubled until it is twice the length, then cut, by hand', () => {
  // [1 2 3] / 4 under 2 x 4: doubled twice to 12 samples
  const sound = Float32Array.of(0.25, 0.5, 0.75);
  expect([...cropSound(sound, 4, 0)]).toEqual([0.25, 0.5, 0.75, 0.25]);
  expect([...cropSound(sound, 4, 4)]).toEqual([0.5, 0.75, 0.25, 0.5]);
  // long enough: as it is
  expect([...cropSound(Float32Array.of(0, 0.5, 2, -3, 0.25), 2, 2)]).toEqual([1, -1]);
  expect([...cropSound(new Float32Array(), 2, 1)]).toEqual([0, 0]);
});

test('starts from 0 to the length, both included', () => {
  expect([cropStart(4, 0), cropStart(4, 0.5), cropStart(4, 0.999)]).toEqual([0, 2, 4]);
});

/** One line of vggsound.json; see the README beside it. */
interface Reference {
  readonly clip: string;
  readonly sourceRate: number;
  readonly rate: number;
  readonly start: number;
  readonly shape: readonly [number, number];
  readonly stride: number;
  readonly offset: number;
  readonly count: number;
}

const folder = join(import.meta.dirname, '../../../fixtures/audio');
const { references } = JSON.parse(readFileSync(join(folder, 'vggsound/vggsound.json'), 'utf8')) as {
  references: readonly Reference[];
};
const raw = readFileSync(join(folder, 'vggsound/vggsound.f32'));
const values = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));

const WINDOW = 256;

/** Largest difference relative to max(1, |expected|), among the frequencies that are compared. */
function worst({ clip, sourceRate, rate, start, shape: [, frames], stride, offset, count }: Reference): number {
  const wav = decodeWav(readFileSync(join(folder, `${clip}.wav`)), { file: clip, list: '', line: 0 });
  const part = cropSound(resample(wav.samples, wav.rate, rate), 5 * rate, start);
  const found = logSpectrogram(part, { variant: 'librosa', rate, window: WINDOW, hop: 128, seconds: 5 });
  const limit = sourceRate === rate ? Infinity : (0.9 * Math.min(sourceRate, rate)) / 2;
  let largest = 0;
  for (let i = 0; i < count; i++) {
    if ((Math.floor((i * stride) / frames) * rate) / WINDOW >= limit) continue;
    const expected = values[offset + i] ?? Number.NaN;
    const error = Math.abs((found[i * stride] ?? Number.NaN) - expected) / Math.max(1, Math.abs(expected));
    largest = Math.max(largest, Number.isNaN(error) ? Infinity : error);
  }
  return largest;
}

describe("VGGSound's features equal librosa's", () => {
  test('ten clips', () => {
    expect(new Set(references.map(({ clip }) => clip)).size).toBe(10);
  });

  // The bounds of docs/data.md. Found: 2.2e-7, and 1.5e-3 where the rate changes.
  test.each(references.map((reference) => [reference.clip, reference.rate, reference] as const))(
    '%s at %i Hz',
    (_clip, rate, one) => {
      if (rate === 16_000) expect(one.shape).toEqual([129, 626]);
      expect(worst(one)).toBeLessThan(rate === one.sourceRate ? 1e-4 : 1e-2);
    },
  );
});

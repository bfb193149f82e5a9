import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { spectrogramOfWav } from '../../../../src/core/data/audio/spectrogram-of-wav.ts';
import type { SpectrogramSettings } from '../../../../src/core/data/settings.ts';

/** One line of references.json; see the README beside it. */
interface Reference {
  readonly clip: string;
  readonly sourceRate: number;
  readonly settings: SpectrogramSettings;
  readonly shape: readonly [number, number];
  /** Every `stride`-th value of the row-major features, from `offset` of the values file on. */
  readonly stride: number;
  readonly offset: number;
  readonly count: number;
}

const folder = join(import.meta.dirname, '../../../fixtures/audio');
const { references } = JSON.parse(readFileSync(join(folder, 'references.json'), 'utf8')) as { references: readonly Reference[] };
const raw = readFileSync(join(folder, 'references.f32'));
const values = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));

/** Largest difference relative to max(1, |expected|), among the frequencies that are compared. */
function worst({ clip, sourceRate, settings, stride, offset, count, shape: [, frames] }: Reference): number {
  const found = spectrogramOfWav(readFileSync(join(folder, `${clip}.wav`)), settings, { file: clip, list: '', line: 0 });
  const limit = sourceRate === settings.rate ? Infinity : (0.9 * Math.min(sourceRate, settings.rate)) / 2;
  let largest = 0;
  for (let i = 0; i < count; i++) {
    const hertz = (Math.floor((i * stride) / frames) * settings.rate) / settings.window;
    const expected = values[offset + i] ?? Number.NaN;
    const error = Math.abs((found[i * stride] ?? Number.NaN) - expected) / Math.max(1, Math.abs(expected));
    if (!(hertz >= limit)) largest = Math.max(largest, Number.isNaN(error) ? Infinity : error);
  }
  return largest;
}

describe("features equal librosa's", () => {
  test('ten clips, some at their own rate, some resampled', () => {
    expect(new Set(references.map(({ clip }) => clip)).size).toBe(10);
    expect(references.some(({ sourceRate, settings }) => sourceRate === settings.rate)).toBe(true);
  });

  // Bounds of docs/data.md. Found: 3e-7 and 1.3e-3; the second is a bin near silence, where soxr's single precision shows.
  test.each(
    references.map((reference) => [reference.clip, reference.settings.variant, reference.settings.rate, reference] as const),
  )('%s, %s at %i Hz', (_clip, _variant, rate, reference) => {
    const { window, hop, seconds, variant } = reference.settings;
    expect(reference.shape).toEqual([
      window / 2 + 1,
      1 + Math.floor((seconds * rate - (variant === 'scipy' ? window : 0)) / hop),
    ]);
    expect(worst(reference)).toBeLessThan(rate === reference.sourceRate ? 1e-5 : 1e-2);
  });
});

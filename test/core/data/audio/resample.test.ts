import { describe, expect, test } from 'vitest';
import { resample } from '../../../../src/core/data/audio/resample.ts';

const sine = (rate: number, hertz: number, length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / rate));

/** Root mean square of the difference away from the ends, relative to a sine of amplitude 0.5. */
function middleError(found: Float32Array, expected: Float32Array, margin: number): number {
  let sum = 0;
  for (let i = margin; i < found.length - margin; i++) sum += ((found[i] ?? 0) - (expected[i] ?? 0)) ** 2;
  return Math.sqrt(sum / (found.length - 2 * margin)) / (0.5 / Math.SQRT2);
}

const PAIRS: [number, number][] = [
  [8000, 22_050],
  [11_025, 22_050],
  [16_000, 22_050],
  [44_100, 22_050],
  [48_000, 22_050],
  [44_100, 16_000],
  [96_000, 22_050],
  [22_050, 7919],
];

describe('resample', () => {
  test.each(PAIRS)('%i to %i Hz keeps a tone at 0.85 of the lower Nyquist frequency in amplitude and time', (from, to) => {
    const hertz = (0.85 * Math.min(from, to)) / 2;
    const found = resample(sine(from, hertz, from / 4), from, to);
    // soxr lets its second stage fall by 0.01 dB, that is 1.15e-3, up to 0.913; a delay of a hundredth of a sample would be 0.027.
    expect(middleError(found, sine(to, hertz, found.length), Math.ceil(0.06 * to))).toBeLessThan(1e-3);
  });

  test.each(PAIRS.filter(([from, to]) => from > to))(
    '%i to %i Hz leaves nothing of a tone beyond the new Nyquist frequency',
    (from, to) => {
      const hertz = (1.05 * to) / 2;
      const found = resample(sine(from, hertz, from / 4), from, to);
      expect(middleError(found, new Float32Array(found.length), Math.ceil(0.06 * to))).toBeLessThan(2e-5);
    },
  );

  test('the length is the rounded-up one of librosa; equal rates change nothing', () => {
    // 1001 x 22050 / 8000 = 2759.006: 2760 samples, of which soxr gives 2759
    const out = resample(sine(8000, 100, 1001), 8000, 22_050);
    expect([out.length, out[2759]]).toEqual([2760, 0]);
    const same = sine(8000, 100, 10);
    expect(resample(same, 8000, 8000)).toBe(same);
  });

  test('a recording of one sample is no special case', () => {
    expect(resample(Float32Array.of(0.5), 8000, 22_050).length).toBe(3);
  });
});

import { describe, expect, test } from 'vitest';
import { hann, logSpectrogram } from '../../../../src/core/data/audio/log-spectrogram.ts';

const base = { rate: 1000, window: 16, hop: 8, seconds: 0.064 };

/** The definition, term by term: | sum w[i] x[t hop + i - c] e^(-2 pi j k i / n) |. */
function bySum(samples: Float32Array, k: number, t: number, centred: boolean): number {
  let [re, im] = [0, 0];
  for (let i = 0; i < 16; i++) {
    const value = (hann(16)[i] ?? 0) * (samples[t * 8 + i - (centred ? 8 : 0)] ?? 0);
    re += value * Math.cos((2 * Math.PI * k * i) / 16);
    im -= value * Math.sin((2 * Math.PI * k * i) / 16);
  }
  return Math.log(Math.hypot(re, im) + 1e-7);
}

describe('logSpectrogram', () => {
  test('the window is the periodic one', () => {
    // 0.5 - 0.5 cos(2 pi i / 4); the symmetric one would end in 0
    expect([...hann(4)].map((x) => Math.round(1e6 * x) / 1e6)).toEqual([0, 0.5, 1, 0.5]);
  });

  test.each(['librosa', 'scipy'] as const)('%s: each value is the sum of its definition', (variant) => {
    const samples = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i * i * 0.02) * 0.5);
    const frames = variant === 'librosa' ? 9 : 7; // 1 + 64 / 8 and 1 + (64 - 16) / 8
    const out = logSpectrogram(samples, { ...base, variant });
    expect(out.length).toBe(9 * frames);
    for (let k = 0; k < 9; k++)
      for (let t = 0; t < frames; t++) expect(out[k * frames + t]).toBeCloseTo(bySum(samples, k, t, variant === 'librosa'), 5);
  });

  test('silence is log(1e-7), not minus infinity', () => {
    for (const value of logSpectrogram(new Float32Array(64), { ...base, variant: 'librosa' }))
      expect(value).toBeCloseTo(-16.118, 3);
  });
});

import { describe, expect, test } from 'vitest';
import { fbankFeatures } from '../../../../src/core/data/audio/fbank-features.ts';
import { fbankFrames, kaldiFbank } from '../../../../src/core/data/audio/kaldi-fbank.ts';
import { melBanks } from '../../../../src/core/data/audio/mel-banks.ts';

describe('mel filters', () => {
  test('four filters over a window of 16 at 1600 Hz, by hand', () => {
    // mel(20) = 1127 ln(1 + 20/700) = 31.7486, mel(800) = 1127 ln(1 + 800/700) = 858.9318; five steps of 165.4367
    // edges 31.7486 197.1852 362.6219 528.0585 693.4952 858.9318; bins at 0, 100 .. 700 Hz are
    // 0 150.4899 283.2314 401.9727 509.3872 607.4491 697.6572 781.1769 mel
    const filters = melBanks({ bins: 4, window: 16, rate: 1600, lowest: 20 });
    // the first: 100 Hz rises, (150.4899 - 31.7486) / 165.4367 = 0.71775; 200 Hz falls, (362.6219 - 283.2314) / 165.4367 = 0.47989
    expect(filters[0]?.first).toBe(1);
    expect([...(filters[0]?.weights ?? [])]).toEqual([expect.closeTo(0.71775, 4), expect.closeTo(0.47989, 4)]);
    // the second: 200 Hz (283.2314 - 197.1852) / 165.4367 = 0.52011; 300 Hz (528.0585 - 401.9727) / 165.4367 = 0.76214; 400 Hz 0.11286
    expect(filters[1]?.first).toBe(2);
    expect([...(filters[1]?.weights ?? [])]).toEqual([
      expect.closeTo(0.52011, 4),
      expect.closeTo(0.76214, 4),
      expect.closeTo(0.11286, 4),
    ]);
  });

  test('with 128 filters at 16 kHz some of the lowest hold no bin of a 512-sample transform', () => {
    const filters = melBanks({ bins: 128, window: 512, rate: 16_000, lowest: 20 });
    expect(filters).toHaveLength(128);
    expect(filters.filter(({ weights }) => weights.length === 0).length).toBeGreaterThan(0);
  });
});

describe('energies', () => {
  test('only whole windows of 25 ms, every 10 ms', () => {
    // (16000 - 400) / 160 = 97.5
    expect(fbankFrames(16_000, 16_000)).toBe(98);
    expect([fbankFrames(399, 16_000), fbankFrames(400, 16_000), fbankFrames(559, 16_000), fbankFrames(560, 16_000)]).toEqual([
      0, 1, 1, 2,
    ]);
    expect(kaldiFbank(new Float32Array(399), 16_000, 128)).toHaveLength(0);
  });

  test('silence, and a constant, are at the floor: log(2^-23) = -15.9424', () => {
    expect([...new Set(kaldiFbank(new Float32Array(600), 16_000, 8))]).toEqual([expect.closeTo(-15.9424, 4)]);
    expect([...new Set(kaldiFbank(new Float32Array(600).fill(0.5), 16_000, 8))]).toEqual([expect.closeTo(-15.9424, 4)]);
  });

  test('one window of four samples, by hand', () => {
    // At 160 Hz a window has 4 samples, tapered by 0, 0.75, 0.75, 0 (symmetric Hann). [0, 1, 0, -1] has mean 0.
    // x - .97 before: [0 - .97 x 0, 1 - 0, 0 - .97, -1 - 0] = [0, 1, -.97, -1]; tapered [0, .75, -.7275, 0].
    // The transform's bins: k = 0 .0225 (power .00050625); k = 1 (40 Hz) .75 (-i) - .7275 (-1) = .7275 - .75 i (power 1.09175625).
    // Four filters from mel(20) = 31.7486 to mel(80) = 121.9567: steps of 18.0416; 40 Hz is mel(40) = 62.6272, in the
    // first (edges 31.7486 49.7902 67.8318): (67.8318 - 62.6272) / 18.0416 = .28848, and the second (.71152).
    const energies = kaldiFbank(Float32Array.of(0, 1, 0, -1), 160, 4);
    expect([...energies]).toEqual([
      expect.closeTo(Math.log(0.28848 * 1.09175625), 4),
      expect.closeTo(Math.log(0.71152 * 1.09175625), 4),
      expect.closeTo(-15.9424, 4),
      expect.closeTo(-15.9424, 4),
    ]);
  });
});

describe('features', () => {
  const form = { rate: 16_000, bins: 4, frames: 3, mean: -4.503877, deviation: 5.141276 };

  test('a short recording is filled up with zeros, which become 0.438', () => {
    const features = fbankFeatures(new Float32Array(400), form);
    // (-15.9424 + 4.503877) / 10.282552 = -1.11241; 4.503877 / 10.282552 = 0.43801
    expect([...features]).toEqual([
      ...Array.from({ length: 4 }, () => expect.closeTo(-1.11241, 4) as number),
      ...Array.from({ length: 8 }, () => expect.closeTo(0.43801, 4) as number),
    ]);
  });

  test('a long one is cut, after the mean of all of it was taken off', () => {
    const long = Float32Array.from({ length: 2000 }, (_, i) => Math.sin(i / 3));
    expect(fbankFeatures(long, form)).toEqual(fbankFeatures(long, { ...form, frames: 9 }).slice(0, 12));
  });
});

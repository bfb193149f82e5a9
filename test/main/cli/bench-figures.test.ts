import { describe, expect, it } from 'vitest';
import type { BenchData, BenchStep } from '../../../src/core/contract/bench.ts';
import { figuresOf } from '../../../src/main/cli/commands/bench/data.ts';
import { median, summarise } from '../../../src/main/cli/commands/bench/summary.ts';

/** The arithmetic of the measurements, with numbers that can be followed by hand. */

const place = { threads: 2, device: 'cpu', deviceName: 'a processor' };
const round = (changes: Partial<BenchStep>): BenchStep => ({
  what: 'step',
  ...place,
  seconds: [1, 2, 4],
  processorSeconds: [1.5, 3, 6],
  geometry: [false, false, false],
  flopsPerStep: 6e9,
  peaks: [{ shape: [6, 8, 8, 4], flopsPerSecond: 5e9 }],
  peakRss: 3e6,
  rss: [1e6, 2e6],
  tensors: [9, 10, 12, 12, 12],
  regulated: 2,
  dropped: 1,
  ...changes,
});
const of = { method: 'redreg', shape: 'crema-d', batch: 2 };

describe('summarise', () => {
  it('takes the rounds together', () => {
    const best = { shape: [6, 4, 4, 8], flopsPerSecond: 8e9 };
    const found = summarise([round({}), round({ seconds: [3, 3, 3], peaks: [best], peakRss: 4e6 })], of);
    // Seconds 1 2 3 3 3 4: the median is 3, the mean 16/6; 6 G in 3 s is 2 G a second, a quarter of 8 G. Processor 21 s of 2 · 16 s.
    expect(found).toMatchObject({
      steps: 6,
      seconds_per_step: 3,
      mean_seconds_per_step: 16 / 6,
      fastest_seconds: 1,
      slowest_seconds: 4,
      processor_seconds_per_step: 3,
      processor_share: 21 / 32,
      gflops_per_step: 6,
      gflops_per_second: 2,
      peak_gflops_per_second: 8,
      peak_shape: [6, 4, 4, 8],
      fraction_of_peak: 0.25,
      peak_rss_mb: 4,
      rss_mb_third_step: 1,
      rss_mb_last_step: 2,
      regulated_steps: 4,
      dropped_steps: 2,
      geometry_steps: 0,
      geometry_cost: null,
    });
  });

  it('tensors are flat where each round has as many from its third step on', () => {
    expect(summarise([round({}), round({ tensors: [1, 2, 3, 3] })], of).tensors_flat).toBe(true);
    expect(summarise([round({}), round({ tensors: [12, 12, 12, 13, 12] })], of).tensors_flat).toBe(false);
  });

  it('geometry costs its share of the steps times what it adds to one', () => {
    // Without 2, with 3: half a step more, in one of four steps.
    const found = summarise([round({ seconds: [2, 2, 3, 2], geometry: [false, false, true, false] })], of);
    expect(found).toMatchObject({ geometry_steps: 1, geometry_cost: 0.125 });
  });

  it('the median of an even number lies between the middle two', () => {
    expect([median([4, 1]), median([3, 1, 2]), median([])]).toEqual([2.5, 2, Number.NaN]);
  });
});

describe('the share of an epoch spent waiting', () => {
  const data = (changes: Partial<BenchData>): BenchData => ({
    what: 'data',
    ...place,
    workers: 2,
    samples: 80,
    stepsPerEpoch: 10,
    shapes: {},
    loaderSamplesPerSecond: 100,
    firstWait: 1,
    waits: [0, 0.2],
    work: [2, 2],
    ...changes,
  });

  it('waits once for the first batch, then the mean wait a step', () => {
    // 1 + 9 · 0.1 = 1.9 s of 1.9 + 20 s.
    expect(figuresOf(data({}))).toMatchObject({ wait_share: 1.9 / 21.9, within_bar: false, seconds_per_step: 2 });
  });

  it('under a twentieth is within the bar', () => {
    expect(figuresOf(data({ firstWait: 0.5, waits: [0, 0] }))).toMatchObject({ wait_share: 0.5 / 20.5, within_bar: true });
  });
});

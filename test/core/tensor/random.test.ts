import { describe, expect, test } from 'vitest';
import { mix32, permutation, streamKey, uniformAt } from '../../../src/core/tensor/random.ts';

describe('mix32', () => {
  test('is a bijection as far as 65,536 inputs show, into unsigned 32 bits', () => {
    const found = new Set(Array.from({ length: 65_536 }, (_, i) => mix32(i)));
    expect(found.size).toBe(65_536);
    for (const value of found) expect(Number.isInteger(value) && value >= 0 && value < 2 ** 32).toBe(true);
  });

  test('keeps 0, as every mix of shifts and products does', () => {
    expect(mix32(0)).toBe(0);
  });
});

describe('streamKey', () => {
  test('is the same for the same seed, stream and step', () => {
    expect(streamKey(7, 'modality-dropout', 3)).toBe(streamKey(7, 'modality-dropout', 3));
  });

  test('differs in each of its three parts, also in a seed beyond 32 bits', () => {
    const keys = [
      streamKey(0, 'a', 0),
      streamKey(1, 'a', 0),
      streamKey(0, 'b', 0),
      streamKey(0, 'a', 1),
      streamKey(0, 'aa', 0),
      streamKey(2 ** 32, 'a', 0),
      streamKey(Number.MAX_SAFE_INTEGER, 'a', 0),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('gives 10,000 steps 10,000 keys', () => {
    // Steps are mixed by a bijection, so within one stream no two can meet.
    expect(new Set(Array.from({ length: 10_000 }, (_, step) => streamKey(0, 'probe/audio/1', step))).size).toBe(10_000);
  });
});

describe('uniformAt', () => {
  const drawn = Array.from({ length: 20_000 }, (_, i) => uniformAt(streamKey(3, 'test', 0), i));

  test('lies in [0, 1)', () => {
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
  });

  test('is spread evenly over ten bins', () => {
    const bins = Array.from({ length: 10 }, () => 0);
    for (const value of drawn) bins[Math.floor(value * 10)] = (bins[Math.floor(value * 10)] ?? 0) + 1;
    // 2000 a bin with a standard deviation of √(20,000 · 0.1 · 0.9) = 42.4; five of them.
    for (const bin of bins) expect(Math.abs(bin - 2000)).toBeLessThan(212);
  });

  test('has 24 bits, so float32 holds it without rounding up to 1', () => {
    for (const value of drawn.slice(0, 1000)) expect(Math.fround(value)).toBe(value);
  });

  test('says nothing of the next step: neighbours are uncorrelated', () => {
    const steps = Array.from({ length: 10_001 }, (_, step) => uniformAt(streamKey(0, 'modality-dropout', step), 0) - 0.5);
    const products = steps.slice(1).map((value, i) => value * (steps[i] ?? 0));
    // A product of two independent centred uniforms has deviation 1/12; the mean of 10,000 has 8.3e-4; five of them.
    expect(Math.abs(products.reduce((a, b) => a + b, 0) / products.length)).toBeLessThan(4.2e-3);
  });
});

describe('permutation', () => {
  test.each([0, 1, 2, 7, 1000])('of %i holds each number once', (count) => {
    const found = permutation(streamKey(0, 'order', 0), count);
    expect(Array.from(found).sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
  });

  test('is the same for the same key and another for another', () => {
    const [one, other] = [streamKey(0, 'order', 0), streamKey(0, 'order', 1)];
    expect(permutation(one, 100)).toEqual(permutation(one, 100));
    expect(permutation(one, 100)).not.toEqual(permutation(other, 100));
  });

  test('gives each of the six orders of three about equally often', () => {
    const counts = new Map<string, number>();
    for (let step = 0; step < 6000; step++) {
      const order = permutation(streamKey(0, 'order', step), 3).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 1000 each with deviation √(6000 · 1/6 · 5/6) = 28.9; five of them.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
  });
});

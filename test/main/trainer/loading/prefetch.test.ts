import { describe, expect, test } from 'vitest';
import { prefetched } from '../../../../src/main/trainer/loading/prefetch.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('prefetched', () => {
  test('gives all results in order, though they are ready out of order', async () => {
    const found: number[] = [];
    const make = async (i: number): Promise<number> => {
      for (let t = 0; t < (7 - i) % 4; t++) await turn();
      return i;
    };
    for await (const value of prefetched(7, 3, make)) found.push(value);
    expect(found).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('is never more than `depth` ahead of a slow reader', async () => {
    let [started, read] = [0, 0];
    let most = 0;
    const make = (i: number): Promise<number> => {
      started += 1;
      most = Math.max(most, started - read);
      return Promise.resolve(i);
    };
    for await (const value of prefetched(20, 3, make)) {
      for (let t = 0; t < 3; t++) await turn();
      expect(value).toBe(read);
      read += 1;
    }
    // The one being read, and three ahead of it.
    expect([started, most]).toEqual([20, 4]);
  });

  test('a fault is thrown at its place, after what came before it', async () => {
    const found: number[] = [];
    const make = (i: number): Promise<number> => (i === 2 ? Promise.reject(new Error('third')) : Promise.resolve(i));
    await expect(
      (async () => {
        for await (const value of prefetched(5, 4, make)) found.push(value);
      })(),
    ).rejects.toThrow('third');
    expect(found).toEqual([0, 1]);
  });

  test('stopping early waits for what is under way and starts no more', async () => {
    let [started, ended] = [0, 0];
    const make = async (i: number): Promise<number> => {
      started += 1;
      await turn();
      ended += 1;
      return i;
    };
    for await (const value of prefetched(100, 3, make)) if (value === 1) break;
    expect([started, ended]).toEqual([5, 5]);
    await turn();
    expect(started).toBe(5);
  });

  test('nothing to do gives nothing', async () => {
    for await (const value of prefetched(0, 3, () => Promise.resolve(1))) expect(value).toBeUndefined();
  });
});

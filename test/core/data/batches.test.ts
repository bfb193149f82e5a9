import { describe, expect, test } from 'vitest';
import { epochBatches, epochOrder } from '../../../src/core/data/batches.ts';

const request = { seed: 5, epoch: 2, batch: 4, training: true };

describe('epochBatches', () => {
  test('every position once, the last short batch kept', () => {
    const batches = epochBatches(10, request);
    expect(batches.map((batch) => batch.length)).toEqual([4, 4, 2]);
    expect(batches.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('seed and epoch decide the order; both are needed', () => {
    const order = (seed: number, epoch: number): number[] => [...epochOrder(50, { seed, epoch, training: true })];
    expect(order(1, 2)).toEqual(order(1, 2));
    expect(order(1, 2)).not.toEqual(order(1, 3));
    expect(order(1, 2)).not.toEqual(order(2, 2));
  });

  test('evaluation keeps the list order', () => {
    expect(epochBatches(5, { ...request, training: false }).map((batch) => [...batch])).toEqual([[0, 1, 2, 3], [4]]);
  });

  test('skipping gives the rest of the same epoch', () => {
    expect(epochBatches(10, { ...request, fromBatch: 1 })).toEqual(epochBatches(10, request).slice(1));
    expect(epochBatches(10, { ...request, fromBatch: 3 })).toEqual([]);
  });
});

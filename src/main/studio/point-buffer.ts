import type { PointBatch } from '../../core/contract/trainer.ts';

export interface PointBuffer {
  /** Values held. */
  readonly size: number;
  add(batch: PointBatch): void;
  /** All that is held, series by series in order of arrival. */
  batch(): PointBatch;
  clear(): void;
}

/** Gathers batches of points into one. */
export function pointBuffer(): PointBuffer {
  let series: Record<string, { steps: number[]; values: number[] }> = {};
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(batch) {
      for (const [name, { steps, values }] of Object.entries(batch)) {
        const held = (series[name] ??= { steps: [], values: [] });
        for (const step of steps) held.steps.push(step);
        for (const value of values) held.values.push(value);
        size += values.length;
      }
    },
    batch: () => series,
    clear() {
      series = {};
      size = 0;
    },
  };
}

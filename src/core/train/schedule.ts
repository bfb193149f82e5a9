import type { ScheduleSettings } from './config.ts';

/**
 * Learning rate at a point of the training. `progress` is in epochs and may be fractional (epoch + step / steps).
 * `step`: base · factor^⌊epoch / every⌋, PyTorch's StepLR stepped once an epoch. `cosine`: a line from 0 over `warmup` epochs (reaching
 * the base at its end; the first step is not 0 because `progress` counts the step as begun), then base · (floor + (1 − floor)(1 + cos πt)/2).
 */
export function rateAt(schedule: ScheduleSettings, base: number, epochs: number, progress: number, stepShare: number): number {
  switch (schedule.kind) {
    case 'constant':
      return base;
    case 'step':
      return base * schedule.factor ** Math.floor(Math.floor(progress + 1e-9) / schedule.every);
    case 'cosine': {
      if (progress < schedule.warmup) return base * Math.min((progress + stepShare) / schedule.warmup, 1);
      const t = Math.min((progress - schedule.warmup) / Math.max(epochs - schedule.warmup, 1e-9), 1);
      return base * (schedule.floor + ((1 - schedule.floor) * (1 + Math.cos(Math.PI * t))) / 2);
    }
    default:
      return schedule satisfies never;
  }
}

import type { Smoothing } from '../contract/series.ts';
import { gaussian } from './gaussian.ts';
import { runningMean } from './running-mean.ts';
import { tensorboardAverage } from './tensorboard-average.ts';
import { timeWeightedAverage } from './time-weighted-average.ts';

/** The smoothed line over a whole series, before any point of it is left out; null where none is asked for. */
export function smooth(steps: Uint32Array, values: Float64Array, smoothing: Smoothing): Float64Array | null {
  switch (smoothing.kind) {
    case 'none':
      return null;
    case 'tensorboard':
      return smoothing.weight === 0 ? null : tensorboardAverage(values, smoothing.weight);
    case 'time-weighted':
      return smoothing.weight === 0 ? null : timeWeightedAverage(steps, values, smoothing.weight);
    case 'gaussian':
      return gaussian(values, smoothing.sigma);
    case 'running-mean':
      return runningMean(values, smoothing.window);
    default:
      return smoothing satisfies never;
  }
}

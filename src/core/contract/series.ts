import { z } from 'zod';
import { call, event } from './message.ts';
import { RunId } from './runs.ts';

export const floats = z.custom<Float64Array>((value) => value instanceof Float64Array);
export const steps = z.custom<Uint32Array>((value) => value instanceof Uint32Array);
/** NaN and infinity too. */
const anyNumber = z.custom<number>((value) => typeof value === 'number');

/** `none`, or TensorBoard's debiased average with its weight (0 to 0.999), over the whole series before it is reduced. */
export const Smoothing = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('tensorboard'), weight: z.number().min(0).max(0.999) }),
  /** Weights & Biases' default: an average that counts the distance of points. */
  z.strictObject({ kind: z.literal('time-weighted'), weight: z.number().min(0).max(0.999) }),
  /** Standard deviation in points. */
  z.strictObject({ kind: z.literal('gaussian'), sigma: z.number().positive().max(10_000) }),
  /** Points on both sides together. */
  z.strictObject({ kind: z.literal('running-mean'), window: z.int().min(1).max(100_000) }),
]);
export type Smoothing = z.output<typeof Smoothing>;

/**
 * One curve as a chart of limited width shows it: of each pixel column the least and the greatest raw and smoothed value, and one point for each
 * kind of value in it that is not finite. Nothing is left out of a series that has no more points than two a column.
 */
export const Curve = z.strictObject({
  run: RunId,
  name: z.string(),
  steps,
  /** Milliseconds since 1970 at which each shown point arrived. */
  walls: floats,
  /** As logged. */
  values: floats,
  /** Smoothed value of each shown point; null without smoothing. */
  smoothed: floats.nullable(),
  /** "`shown` of `total` points" in the asked range. */
  shown: z.int(),
  total: z.int(),
  /** Of the run, as in `series.after`: another one means that these points are no longer all there. */
  generation: z.int(),
  /** Step of the last point that exists: where `series.after` goes on. -1 where there is none. */
  lastStep: z.int(),
  /** Steps an epoch, for the epoch axis; null where the trainer has not said. */
  stepsPerEpoch: z.int().nullable(),
  /** Arrival of the run's first point, for relative time; null where there is none. */
  firstWall: z.number().nullable(),
});
export type Curve = z.output<typeof Curve>;

export const SeriesInfo = z.strictObject({
  run: RunId,
  name: z.string(),
  n: z.int(),
  last: anyNumber,
  lastStep: z.int(),
  min: z.number().nullable(),
  max: z.number().nullable(),
});
export type SeriesInfo = z.output<typeof SeriesInfo>;

const runs = z.array(RunId).min(1).max(200);

export const series = {
  /** All curves of some runs. */
  'series.list': call(z.strictObject({ runs }), z.strictObject({ series: z.array(SeriesInfo) })),
  /** One query a chart, however many runs it has; a run that lacks the series is left out. Ranges are of steps, both ends included. */
  'series.read': call(
    z.strictObject({
      runs,
      names: z.array(z.string()).min(1).max(60),
      from: z.int().nonnegative().optional(),
      to: z.int().nonnegative().optional(),
      /** Pixel columns. */
      buckets: z.int().min(1).max(10_000).default(500),
      smoothing: Smoothing.default({ kind: 'none' }),
    }),
    z.strictObject({ curves: z.array(Curve) }),
  ),
  /**
   * Points after a cursor, so that a live view costs what is new; series that the run does not have yet are left out. `generation` as the last event or answer said; if another,
   * ask `series.read` anew.
   */
  'series.after': call(
    z.strictObject({ run: RunId, after: z.record(z.string(), z.int().min(-1)) }),
    z.strictObject({
      generation: z.int(),
      series: z.record(z.string(), z.strictObject({ steps, values: floats, walls: floats })),
    }),
  ),
  /** A run has new points. `generation` grows when points were taken away (a run that was resumed). */
  'series.grew': event(z.strictObject({ run: RunId, lastStep: z.int(), generation: z.int() })),
} as const;

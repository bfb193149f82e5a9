import { z } from 'zod';
import { call } from './message.ts';
import { RunId } from './runs.ts';
import { floats, steps } from './series.ts';

const vectors = z.enum(['joint', 'unimodal', 'total', 'orthogonal', 'final']);

/** A `GeometryRecord` without its sketches; `planeOf`, `normOf` and `cosineOf` (core/geometry) take it. */
export const GeometryAt = z.strictObject({
  step: z.int(),
  modality: z.string(),
  vectors: z.array(z.string()),
  gram: floats,
  stages: z.record(z.string(), z.number().or(z.nan())),
  strength: z.number().nullable(),
});
export type GeometryAt = z.output<typeof GeometryAt>;

/** What gradient geometry there is of a run, one row a measured step and modality, in order of steps. */
export const GeometryOverview = z.strictObject({
  run: RunId,
  modalities: z.array(z.string()),
  stages: z.array(z.string()),
  stepsPerEpoch: z.int().nullable(),
  byModality: z.record(
    z.string(),
    z.strictObject({
      steps,
      /** Cosine of joint and unimodal gradient; NaN where either is zero. */
      cosine: floats,
      /** steps × stages, row by row. */
      stageCosines: floats,
      /** β or k; NaN where none is reported. */
      strength: floats,
      /** Length of what the method added or took, over the length of the total gradient. */
      appliedShare: floats,
    }),
  ),
});
export type GeometryOverview = z.output<typeof GeometryOverview>;

/** Sketches on the two directions in which they differ most. One path a run, modality and vector. */
export const Trajectory = z.strictObject({
  /** Shares of the variance, 0 to 1, of the two axes. */
  explained: z.tuple([z.number(), z.number()]),
  paths: z.array(z.strictObject({ run: RunId, modality: z.string(), vector: vectors, steps, x: floats, y: floats })),
  /** Runs that could not be put on the same axes (no geometry, other architecture or sketch), with the reason. */
  leftOut: z.array(z.strictObject({ run: RunId, reason: z.string() })),
});
export type Trajectory = z.output<typeof Trajectory>;

const runs = z.array(RunId).min(1).max(50);

export const geometry = {
  'geometry.overview': call(z.strictObject({ runs }), z.strictObject({ runs: z.array(GeometryOverview) })),
  /** The measured step nearest to `step` of each run, all modalities. */
  'geometry.at': call(
    z.strictObject({ runs, step: z.int().nonnegative() }),
    z.strictObject({ runs: z.array(z.strictObject({ run: RunId, records: z.array(GeometryAt) })) }),
  ),
  'geometry.trajectory': call(
    z.strictObject({
      runs,
      vectors: z.array(vectors).min(1).default(['joint', 'unimodal']),
      modalities: z.array(z.string()).optional(),
      /** Directions only: every sketch scaled to length one. */
      isNormalised: z.boolean().default(true),
    }),
    Trajectory,
  ),
} as const;

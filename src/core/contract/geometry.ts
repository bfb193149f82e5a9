import { z } from 'zod';
import { call } from './message.ts';
import { RunId } from './runs.ts';
import { floats, steps } from './series.ts';

const vectors = z.enum(['joint', 'unimodal', 'total', 'orthogonal', 'final']);
const flags = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

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

/** Figures of one encoder over the measured steps, in order of steps. */
export const ModalityGeometry = z.strictObject({
  steps,
  /** Cosine of joint and unimodal gradient; NaN where either is zero. */
  cosine: floats,
  /** The encoder's stages, in order. */
  stages: z.array(z.string()),
  /** steps × stages, row by row. */
  stageCosines: floats,
  /** β or k as it was applied; NaN where the method has none. */
  strength: floats,
  /** Length of what the method added or took, over the length of the total gradient. */
  appliedShare: floats,
  /** 1 where the method held this encoder back. */
  suppressed: flags,
});
export type ModalityGeometry = z.output<typeof ModalityGeometry>;

/** What gradient geometry there is of a run after the asked step. */
export const GeometryOverview = z.strictObject({
  run: RunId,
  /** `diagnostics.geometryEvery` of its configuration; 0: never, null: written by a program that had no such setting. */
  every: z.int().nullable(),
  stepsPerEpoch: z.int().nullable(),
  /** Grows when measured steps were taken away (a run that was resumed): ask for all anew. */
  generation: z.int(),
  modalities: z.array(z.string()),
  byModality: z.record(z.string(), ModalityGeometry),
});
export type GeometryOverview = z.output<typeof GeometryOverview>;

/** Sketches on the two directions in which they differ most. One path a run, modality and vector. */
export const Trajectory = z.strictObject({
  /** Shares of the variance, 0 to 1, of the two axes. */
  explained: z.tuple([z.number(), z.number()]),
  paths: z.array(
    z.strictObject({
      run: RunId,
      modality: z.string(),
      vector: vectors,
      steps,
      x: floats,
      y: floats,
      /** Measured steps; the axes are of all of them, also where fewer points are given. */
      total: z.int(),
    }),
  ),
  /** Runs that could not be put on the same axes (no geometry, other encoders), with the reason. */
  leftOut: z.array(z.strictObject({ run: RunId, reason: z.string() })),
});
export type Trajectory = z.output<typeof Trajectory>;

const runs = z.array(RunId).min(1).max(50);

export const geometry = {
  /** `after`: only measured steps after this one, by run; all of a run that is not named. */
  'geometry.overview': call(
    z.strictObject({ runs, after: z.record(z.string(), z.int().min(-1)).default({}) }),
    z.strictObject({ runs: z.array(GeometryOverview) }),
  ),
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

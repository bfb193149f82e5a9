import { z } from 'zod';
import { call, event } from './message.ts';

export const RunId = z.string().min(1).max(200).brand<'RunId'>();
export type RunId = z.output<typeof RunId>;

export const RunStatus = z.enum(['queued', 'running', 'paused', 'finished', 'failed', 'interrupted', 'stopped']);
export type RunStatus = z.output<typeof RunStatus>;

const ms = z.int().nonnegative();
/** Null where there is none yet, or where it is not a number. */
const share = z.number().nullable();

/** Figures of the test split, fused and by the run's own way of scoring each modality. */
export const TestFigures = z.strictObject({
  epoch: z.int().nonnegative(),
  n: z.int().nonnegative(),
  accuracy: share,
  macroF1: share,
  modalityAccuracy: z.record(z.string(), share),
});
export type TestFigures = z.output<typeof TestFigures>;

/** A run as lists show it. Times are milliseconds since 1970. */
export const RunSummary = z.strictObject({
  id: RunId,
  name: z.string(),
  method: z.string(),
  seed: z.int().nonnegative(),
  status: RunStatus,
  dataName: z.string(),
  device: z.string().nullable(),
  createdMs: ms,
  startedMs: ms.nullable(),
  endedMs: ms.nullable(),
  /** Time spent training, over all starts. */
  seconds: z.number().nonnegative().nullable(),
  epochs: z.int().nonnegative(),
  note: z.string(),
  tags: z.array(z.string()),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  /** Of the last epoch so far, and of the best on validation where the data has a validation split. */
  test: z.strictObject({ last: TestFigures.nullable(), best: TestFigures.nullable() }),
});
export type RunSummary = z.output<typeof RunSummary>;

/** A run with what is needed to repeat it. */
export const RunDetail = RunSummary.extend({
  /** As it was written, perhaps by an older program. */
  config: z.unknown(),
  /** What the trainer found when it was ready. */
  versions: z.record(z.string(), z.string()),
  fingerprint: z.string().nullable(),
  weightsSha256: z.string().nullable(),
});
export type RunDetail = z.output<typeof RunDetail>;

export const runs = {
  /** Newest first. `total` counts all that fit, whatever the page. */
  'runs.list': call(
    z.strictObject({
      search: z.string().max(1000).default(''),
      limit: z.int().min(1).max(10_000).default(1000),
      offset: z.int().nonnegative().default(0),
    }),
    z.strictObject({ runs: z.array(RunSummary), total: z.int().nonnegative() }),
  ),
  'runs.get': call(z.strictObject({ run: RunId }), RunDetail),
  /** Something about some run is not as it was; ask again. */
  'runs.changed': event(z.strictObject({})),
} as const;

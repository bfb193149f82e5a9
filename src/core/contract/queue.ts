import { z } from 'zod';
import { RunConfig } from '../train/config.ts';
import { call, event } from './message.ts';
import { RunId, RunStatus } from './runs.ts';

/** How far a run has got that is worked on. */
export const RunProgress = z.strictObject({
  run: RunId,
  /** What is done now: opening, preparing data, training, evaluating … */
  phase: z.string(),
  done: z.number().nonnegative(),
  total: z.number().nonnegative(),
  secondsLeft: z.number().nonnegative().nullable(),
});
export type RunProgress = z.output<typeof RunProgress>;

/** What a run will cost, measured by a short probe or by runs like it that were made before. */
export const Estimate = z.strictObject({
  secondsPerStep: z.number().positive(),
  seconds: z.number().nonnegative(),
  peakMemoryBytes: z.number().nonnegative(),
  checkpointBytes: z.number().nonnegative(),
  from: z.enum(['probe', 'earlier-runs']),
});
export type Estimate = z.output<typeof Estimate>;

export const QueueEntry = z.strictObject({
  run: RunId,
  /** Its number in the library and the colour the user chose, as in `RunSummary`. */
  number: z.int().positive(),
  colour: z.string().nullable(),
  name: z.string(),
  method: z.string(),
  seed: z.int(),
  dataName: z.string(),
  /** `running` from the moment its trainer is started. */
  status: RunStatus,
  /** What it was asked and has not done yet. */
  asked: z.enum(['pause', 'stop', 'abort']).nullable(),
  epochs: z.int().nonnegative(),
  /** Epochs that it is to have; null where its configuration is of an older program. */
  allEpochs: z.int().positive().nullable(),
  /** Why it failed. */
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  progress: RunProgress.nullable(),
  estimate: Estimate.nullable(),
});
export type QueueEntry = z.output<typeof QueueEntry>;

const run = z.strictObject({ run: RunId });
const done = z.strictObject({});

export const queue = {
  /** Those that run first, then those that wait in their order, then those that are paused, interrupted or have failed and may go on. */
  'queue.list': call(
    z.strictObject({}),
    z.strictObject({
      entries: z.array(QueueEntry),
      /** Runs at a time. */
      slots: z.int().min(1),
      /** Nothing new is started while held. */
      isHeld: z.boolean(),
      /** Until all that run and wait are done; null where an estimate is missing. */
      secondsLeft: z.number().nonnegative().nullable(),
    }),
  ),
  /** Puts runs at the end of the queue, one for each configuration, all or none. */
  'queue.add': call(
    z.strictObject({
      runs: z
        .array(z.strictObject({ config: RunConfig, name: z.string().max(300).optional(), tags: z.array(z.string()).default([]) }))
        .min(1)
        .max(1000),
    }),
    z.strictObject({ runs: z.array(RunId) }),
  ),
  /** Before another one that waits; null: to the end. */
  'queue.move': call(z.strictObject({ run: RunId, before: RunId.nullable() }), done),
  /** Save and rest; it keeps its place. One that only waits is taken out of turn until it is resumed. */
  'queue.pause': call(run, done),
  /** Paused, interrupted, stopped or failed: waits again, at the head. */
  'queue.resume': call(run, done),
  /** Evaluate, save and end. */
  'queue.stop': call(run, done),
  /** End now; the last whole checkpoint stays. One that waits or rests is taken out of the queue (`stopped`; a failed one stays failed). */
  'queue.abort': call(run, done),
  /** The same configuration again, as a new run at the end. */
  'queue.retry': call(run, run),
  'queue.hold': call(z.strictObject({ isHeld: z.boolean() }), done),
  /** Runs at a time from now on; what runs goes on. */
  'queue.slots': call(z.strictObject({ slots: z.int().min(1).max(8) }), done),
  /** Measures a few steps of the configuration in a process of its own. Refused (`queue.busy`) while a run is trained. */
  'queue.estimate': call(z.strictObject({ config: RunConfig }), Estimate),
  /** Order, status or membership is not as it was. */
  'queue.changed': event(z.strictObject({})),
  'queue.progress': event(RunProgress),
} as const;

import { z } from 'zod';
import { call, event } from './message.ts';
import type { RunEnvironment, SplitMetrics } from './trainer.ts';

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
  /** Its number in the library, from 1: a run without a colour of its own is drawn in the palette's colour of this number. */
  number: z.int().positive(),
  /** `#rrggbb` where the user chose one. */
  colour: z.string().nullable(),
  pinned: z.boolean(),
  archived: z.boolean(),
  /** Kept from being trashed. */
  locked: z.boolean(),
  trashedMs: ms.nullable(),
  steps: z.int().nonnegative(),
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
  /** All that the trainer found when it was ready; null before. */
  environment: z.custom<RunEnvironment | null>(),
  fingerprint: z.string().nullable(),
  weightsSha256: z.string().nullable(),
});
export type RunDetail = z.output<typeof RunDetail>;

/** A cell of the table: a text, a number (NaN and infinity as such), or nothing. */
export type Cell = string | number | null;
export const Cell = z.custom<Cell>((value) => value === null || typeof value === 'string' || typeof value === 'number');

/**
 * A column of the table, by id:
 * - `name`, `status`, `method`, `data`, `seed`, `created`, `started`, `seconds`, `epochs`, `steps`, `device`, `tags`, `note`, `preset`, `group`;
 * - `config:<path>`, as in `config:training.batch`;
 * - `metric:<split>:<last|best>:<figure>`, figure being accuracy, macroF1, map, loss or `modality.<name>`;
 * - `series:<last|min|max>:<series name>`.
 */
export const ColumnId = z.string().min(1).max(500);

export const RunFilter = z.strictObject({
  column: ColumnId,
  test: z.enum(['is', 'is-not', 'contains', 'one-of', 'below', 'at-most', 'above', 'at-least', 'is-empty', 'is-not-empty']),
  value: z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()])), z.null()]),
});
export type RunFilter = z.output<typeof RunFilter>;

export const RunRow = RunSummary.omit({ test: true }).extend({
  /** In the order of the asked columns. */
  cells: z.array(Cell),
  /** Values of the grouping columns, where runs are grouped. */
  groupKey: z.array(Cell),
});
export type RunRow = z.output<typeof RunRow>;

/** What is changed of one run; what is left out stays. */
export const RunChange = z.strictObject({
  run: RunId,
  name: z.string().min(1).max(300).optional(),
  note: z.string().max(100_000).optional(),
  tags: z.array(z.string().min(1).max(100)).max(100).optional(),
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .nullable()
    .optional(),
  pinned: z.boolean().optional(),
  archived: z.boolean().optional(),
  locked: z.boolean().optional(),
});
export type RunChange = z.output<typeof RunChange>;

const list = z.array(RunId).min(1).max(10_000);

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
  /**
   * A window of the table. Groups come in the order of their keys (descending where `sort` says so of the column); in a group pinned runs
   * come first, then the order asked for, then newest first. What is missing comes last in every order. A column that nothing is known of is empty.
   */
  'runs.table': call(
    z.strictObject({
      search: z.string().max(1000).default(''),
      where: z.enum(['active', 'archived', 'trash']).default('active'),
      filters: z.array(RunFilter).max(50).default([]),
      sort: z
        .array(z.strictObject({ column: ColumnId, isDescending: z.boolean() }))
        .max(5)
        .default([]),
      groupBy: z.array(ColumnId).max(5).default([]),
      columns: z.array(ColumnId).max(200),
      offset: z.int().nonnegative().default(0),
      limit: z.int().min(1).max(1000).default(100),
    }),
    z.strictObject({
      rows: z.array(RunRow),
      total: z.int().nonnegative(),
      /** Least and greatest value of each asked column over all that fit; null for columns without numbers. */
      extremes: z.array(z.strictObject({ min: z.number(), max: z.number() }).nullable()),
      /** All groups that fit, in their order, with how many runs each has. */
      groups: z.array(z.strictObject({ key: z.array(Cell), count: z.int() })),
    }),
  ),
  /** The ids that fit, pinned runs first, then newest first: what "select all" selects. */
  'runs.ids': call(
    z.strictObject({
      search: z.string().max(1000).default(''),
      where: z.enum(['active', 'archived', 'trash']).default('active'),
      filters: z.array(RunFilter).max(50).default([]),
    }),
    z.strictObject({ runs: z.array(RunId) }),
  ),
  /** Every column there can be, with a text for its header. */
  'runs.columns': call(
    z.strictObject({}),
    z.strictObject({
      columns: z.array(z.strictObject({ id: ColumnId, label: z.string(), section: z.string(), isNumber: z.boolean() })),
    }),
  ),
  'runs.get': call(z.strictObject({ run: RunId }), RunDetail),
  /** Figures of whole splits: confusion, per class, per modality. */
  'runs.figures': call(
    z.strictObject({ runs: z.array(RunId).min(1).max(200) }),
    z.strictObject({
      figures: z.array(
        z.strictObject({
          run: RunId,
          which: z.enum(['last', 'best']),
          split: z.string(),
          epoch: z.int(),
          metrics: z.custom<SplitMetrics>(),
        }),
      ),
    }),
  ),
  /** The samples behind a cell of a confusion matrix: true class, predicted class. Empty where the run kept no predictions. */
  'runs.samples': call(
    z.strictObject({
      run: RunId,
      which: z.enum(['last', 'best']),
      split: z.string(),
      label: z.int().nonnegative(),
      predicted: z.int().nonnegative(),
      /** `fused`, or a modality by its own scores. */
      by: z.string().default('fused'),
    }),
    z.strictObject({ samples: z.array(z.string()), isKept: z.boolean() }),
  ),
  /**
   * The confusion matrix by a modality's own scores, or by the fused ones, counted from the kept predictions: row = true class, column =
   * predicted class, `classes` of each. Null where the run kept none.
   */
  'runs.confusion': call(
    z.strictObject({
      run: RunId,
      which: z.enum(['last', 'best']),
      split: z.string(),
      by: z.string(),
      classes: z.int().min(1).max(10_000),
    }),
    z.strictObject({ confusion: z.array(z.array(z.int().nonnegative())).nullable() }),
  ),
  'runs.log': call(
    z.strictObject({ run: RunId, after: z.int().nonnegative().default(0) }),
    z.strictObject({ events: z.array(z.strictObject({ id: z.int(), atMs: ms, level: z.string(), text: z.string() })) }),
  ),
  'runs.files': call(
    z.strictObject({ run: RunId }),
    z.strictObject({
      folder: z.string(),
      files: z.array(
        z.strictObject({
          kind: z.string(),
          file: z.string(),
          epoch: z.int(),
          step: z.int(),
          bytes: z.int(),
          sha256: z.string(),
          isThere: z.boolean(),
        }),
      ),
    }),
  ),
  /** Changes runs, all or none; `before` undoes it when it is sent back. */
  'runs.edit': call(
    z.strictObject({ changes: z.array(RunChange).min(1).max(10_000) }),
    z.strictObject({ before: z.array(RunChange) }),
  ),
  /** Into the trash. Locked runs and those that are worked on are refused, and then none is moved. `bytes`: what emptying the trash would free. */
  'runs.trash': call(z.strictObject({ runs: list }), z.strictObject({ bytes: z.number() })),
  'runs.restore': call(z.strictObject({ runs: list }), z.strictObject({})),
  /** For good, with checkpoint files: some of the trash, or all of it. */
  'runs.delete': call(
    z.strictObject({ runs: z.union([list, z.literal('all')]) }),
    z.strictObject({ runs: z.int(), bytes: z.number() }),
  ),
  /** Something about some runs is not as it was; ask again. */
  'runs.changed': event(z.strictObject({ runs: z.array(RunId).optional() })),
} as const;

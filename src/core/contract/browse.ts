import { z } from 'zod';
import { DatasetDefinition } from '../data/definition.ts';
import type { ErrorData } from '../errors/app-error.ts';
import type { DataProblem, DataReport, LayoutCandidate, SampleInfo, SampleView, SplitReport } from './data.ts';
import { SplitName } from './data.ts';
import type { CacheRemoval, CacheSize } from './data-cache.ts';

/**
 * Looking at data sets in a process of its own: a long-lived job that answers requests by id, until nobody asks any more. It needs no
 * TensorFlow. Part of `trainer.ts`, the closed set of messages.
 */
export const BrowseJob = z.strictObject({
  job: z.literal('browse'),
  run: z.literal(''),
  folders: z.strictObject({ cache: z.string() }),
  /** It ends when it was asked nothing for so long. */
  idleSeconds: z.number().positive().default(60),
});
export type BrowseJob = z.output<typeof BrowseJob>;

const definition = DatasetDefinition;

export const BrowseRequest = z.discriminatedUnion('what', [
  /** The definition behind a `--data` argument: the name of the sample set, say. */
  z.strictObject({ what: z.literal('resolve'), text: z.string() }),
  z.strictObject({ what: z.literal('detect'), folder: z.string(), layout: z.string().nullable() }),
  z.strictObject({ what: z.literal('check'), definition }),
  z.strictObject({ what: z.literal('splits'), definition }),
  z.strictObject({
    what: z.literal('samples'),
    definition,
    split: SplitName.nullable(),
    label: z.int().nonnegative().nullable(),
    /** Part of the name. */
    search: z.string(),
    offset: z.int().nonnegative(),
    limit: z.int().positive(),
  }),
  z.strictObject({ what: z.literal('sample'), definition, name: z.string() }),
  z.strictObject({ what: z.literal('prepare'), definition }),
  z.strictObject({ what: z.literal('cache-size'), definition }),
  /** `keep`: other sets, whose files stay. */
  z.strictObject({ what: z.literal('cache-remove'), definition, keep: z.array(definition) }),
]);
export type BrowseRequest = z.output<typeof BrowseRequest>;
export type BrowseWhat = BrowseRequest['what'];

/** What each request is answered with. */
export interface BrowseAnswers {
  readonly resolve: { readonly definition: DatasetDefinition };
  readonly detect: {
    readonly definition: DatasetDefinition;
    readonly candidates: LayoutCandidate[];
    readonly problems: DataProblem[];
  };
  readonly check: DataReport;
  readonly splits: SplitReport;
  readonly samples: { readonly samples: SampleInfo[]; readonly total: number };
  readonly sample: SampleView;
  readonly prepare: Readonly<Record<string, never>>;
  readonly 'cache-size': CacheSize;
  readonly 'cache-remove': CacheRemoval;
}

/** Host → trainer. */
export const browseMessages = [
  z.strictObject({ type: z.literal('browse'), id: z.int(), request: BrowseRequest }),
  /** Ends a request, which is then answered with `data.cancelled`. */
  z.strictObject({ type: z.literal('browse-cancel'), id: z.int() }),
] as const;
export type ToBrowser = z.input<(typeof browseMessages)[number]>;

/** Trainer → host: any number of `browsing`, then one `browsed` for each request. */
export type FromBrowser =
  | {
      readonly type: 'browsing';
      readonly id: number;
      readonly phase: string;
      readonly done: number;
      readonly total: number;
      readonly secondsLeft: number | null;
    }
  | {
      readonly type: 'browsed';
      readonly id: number;
      readonly reply:
        { readonly ok: true; readonly value: BrowseAnswers[BrowseWhat] } | { readonly ok: false; readonly error: ErrorData };
    };

/** @file What papers report, quoted as data. Nothing of it was measured by this program, and nothing of it enters a run's figures. */

/** The data sets that there are published results of. AVE has none that we know of. */
export const PUBLISHED_SETS = {
  'crema-d': 'CREMA-D',
  'kinetics-sounds': 'Kinetics-Sounds',
  'cmu-mosi': 'CMU-MOSI',
  'cmu-mosei': 'CMU-MOSEI',
  vggsound: 'VGGSound',
} as const;
export type PublishedSetId = keyof typeof PUBLISHED_SETS;

export const isPublishedSet = (id: string): id is PublishedSetId => Object.hasOwn(PUBLISHED_SETS, id);

/** Percent as printed; null where the cell is blank. */
export type Percent = number | null;

export interface PublishedRow {
  /** As the table calls it. */
  readonly method: string;
  /** Methods of ours that it is, by id; none where it is a variant or no method of ours. */
  readonly own: readonly string[];
  readonly accuracy: Percent;
  /** In the sense of the table's `f1`. */
  readonly f1: Percent;
  /** Mean average precision. */
  readonly map: Percent;
  /** Accuracy of single modalities inside the joint model. */
  readonly modalities: Readonly<Record<string, Percent>>;
  readonly note: string | null;
}

/** One table of one source, of one data set. */
export interface PublishedTable {
  readonly id: string;
  readonly set: PublishedSetId;
  /** As in "InfoReg paper (CVPR 2025)". */
  readonly source: string;
  /** As in "Table 2"; null where we have not noted its number. */
  readonly table: string | null;
  /** What its figures have in common, in one sentence. */
  readonly about: string;
  /** What F1 means there; null where there is none. */
  readonly f1: 'macro' | 'as that paper defines it' | null;
  readonly rows: readonly PublishedRow[];
}

/** What is left out of a row is blank. */
export type GivenRow = Pick<PublishedRow, 'method'> & Partial<PublishedRow>;
export type GivenTable = Omit<PublishedTable, 'rows' | 'f1'> & {
  readonly f1?: PublishedTable['f1'];
  readonly rows: readonly GivenRow[];
};

/** A table with everything that is blank in it said. */
export const publishedTable = ({ rows, f1 = null, ...table }: GivenTable): PublishedTable => ({
  ...table,
  f1,
  rows: rows.map((row) => ({ own: [], accuracy: null, f1: null, map: null, modalities: {}, note: null, ...row })),
});

/** "quoted from InfoReg paper (CVPR 2025), Table 2" */
export const quotedFrom = ({ source, table }: Pick<PublishedTable, 'source' | 'table'>): string =>
  `quoted from ${source}, ${table ?? 'number of the table not noted'}`;

/** Names a row among all: it stays the same while the table keeps its id and the row its name. */
export const rowId = ({ id }: Pick<PublishedTable, 'id'>, { method }: Pick<PublishedRow, 'method'>): string => `${id}: ${method}`;

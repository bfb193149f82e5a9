import { DatasetDefinition } from '../../../core/data/definition.ts';
import type { RunDetail } from '../../../core/contract/runs.ts';
import { publishedSetOf, type AnyDefinition } from '../../../core/published/match.ts';
import { tablesOfSet } from '../../../core/published/index.ts';
import {
  quotedFrom,
  rowId,
  type PublishedRow,
  type PublishedSetId,
  type PublishedTable,
} from '../../../core/published/published.ts';
import { csvOf, type CsvCell } from '../../export/csv.ts';
import type { SplitFigures } from '../accuracy/figures.ts';

/** A number that a paper gives, with the table it stands in. */
export interface Quoted {
  readonly id: string;
  readonly table: PublishedTable;
  readonly row: PublishedRow;
}

/** What a line of the table says, in percent; null where there is no number. */
export interface Scores {
  readonly accuracy: number | null;
  readonly f1: number | null;
  readonly map: number | null;
  readonly modalities: Readonly<Record<string, number | null>>;
}

/** Every published row of a data set. */
export const quotedOf = (set: PublishedSetId): readonly Quoted[] =>
  tablesOfSet(set).flatMap((table) => table.rows.map((row) => ({ id: rowId(table, row), table, row })));

/** The data set with published results that a run was trained on, or null. What an older program wrote is matched as far as it can be. */
export function setOfRun({ config, environment }: RunDetail): PublishedSetId | null {
  const { data } = (config ?? {}) as { data?: unknown };
  const parsed = DatasetDefinition.safeParse(data);
  const definition: AnyDefinition | null = parsed.success ? parsed.data : null;
  return definition === null ? null : publishedSetOf(definition, environment?.classes);
}

/** A run's own figures of its test split; a share of 0.5 is 50. */
export function scoresOf(figures: SplitFigures | undefined): Scores {
  const { metrics } = figures ?? {};
  const modalities = Object.entries(metrics?.modalityAccuracy ?? {}).map(([name, share]) => [name, inPercent(share)] as const);
  return {
    accuracy: inPercent(metrics?.accuracy),
    f1: inPercent(metrics?.macroF1),
    map: inPercent(metrics?.map),
    modalities: Object.fromEntries(modalities),
  };
}

const inPercent = (share: number | null | undefined): number | null =>
  share == null || !Number.isFinite(share) ? null : 100 * share;

/** "71.9 %"; measured shares with one decimal, quoted ones as printed. */
export const scoreText = (score: number | null | undefined, isQuoted: boolean): string =>
  score == null ? '–' : `${isQuoted ? String(score) : score.toFixed(1)} %`;

/** The modalities of any line, in the order they come. */
export const modalitiesOf = (lines: readonly Pick<Scores, 'modalities'>[]): readonly string[] => [
  ...new Set(lines.flatMap(({ modalities }) => Object.keys(modalities))),
];

export interface Measured {
  readonly run: RunDetail;
  readonly scores: Scores;
}

/** The table as it is shown. `kind` and `source` mark every quoted line, so that none can pass for a measured one. */
export function publishedCsv(measured: readonly Measured[], quoted: readonly Quoted[], which: string): string {
  const modalities = modalitiesOf([...measured.map(({ scores }) => scores), ...quoted.map(({ row }) => row)]);
  const header = ['kind', 'source', 'name', 'run', 'accuracy_percent', 'f1_percent', 'f1_is', 'map_percent'];
  const numbers = ({ accuracy, f1, map, modalities: own }: Scores, f1Is: string | null): CsvCell[] => [
    ...[accuracy, f1, f1 === null ? null : f1Is, map],
    ...modalities.map((name) => own[name] ?? null),
  ];
  return csvOf(
    [...header, ...modalities.map((name) => `${name}_accuracy_percent`)],
    [
      ...measured.map(({ run, scores }) => [
        ...['measured', `test split, ${which} epoch`, run.name, run.id],
        ...numbers(scores, 'macro'),
      ]),
      ...quoted.map(({ row, table }) => ['quoted', quotedFrom(table), row.method, null, ...numbers(row, table.f1)]),
    ],
  );
}

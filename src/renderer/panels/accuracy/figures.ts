import type { Answer } from '../../../core/contract/index.ts';
import type { RunDetail } from '../../../core/contract/runs.ts';

export type Which = 'last' | 'best';
export type SplitFigures = Answer<'runs.figures'>['figures'][number];

/** A run with its figures of one split. */
export interface ShownFigures {
  readonly run: RunDetail;
  readonly figures: SplitFigures;
}

const ORDER = ['test', 'validation', 'train'];

/** The splits there are figures of, test first. */
export function splitsOf(figures: readonly SplitFigures[]): readonly string[] {
  const found = new Set(figures.map(({ split }) => split));
  return [...ORDER.filter((split) => found.has(split)), ...[...found].filter((split) => !ORDER.includes(split)).sort()];
}

/** The chosen figures of each run, in the order of the runs; runs without are left out. */
export function chosenFigures(
  figures: readonly SplitFigures[],
  runs: readonly RunDetail[],
  which: Which,
  split: string,
): ShownFigures[] {
  return runs.flatMap((run) => {
    const own = figures.find((one) => one.run === run.id && one.which === which && one.split === split);
    return own === undefined ? [] : [{ run, figures: own }];
  });
}

/** Accuracy of each class by what scored it; NaN where a class has no sample, empty where it was not measured. */
export const classAccuracyOf = ({ metrics }: SplitFigures, by: string): readonly number[] =>
  by === 'fused' ? metrics.perClassAccuracy : (metrics.modalityPerClassAccuracy[by] ?? []);

/** Accuracy by what scored it; null where it was not measured. */
export const accuracyOf = ({ metrics }: SplitFigures, by: string): number | null =>
  by === 'fused' ? metrics.accuracy : (metrics.modalityAccuracy[by] ?? null);

import type { DataProblem, DataReport, SplitName } from '../../../../core/contract/data.ts';
import { placeOf } from '../../../../core/data/problem-text.ts';
import { table } from '../../table.ts';

/** What a look at lists and headers found, for people and for machines. */

type Found = NonNullable<DataReport['found']>;

const SPLITS: readonly SplitName[] = ['train', 'validation', 'test'];

export interface ProblemCounts {
  readonly errors: number;
  readonly warnings: number;
  /** How many samples the errors are in. */
  readonly samples: number;
  /** Problems of each code, of those that are listed. */
  readonly codes: Readonly<Record<string, number>>;
}

/** What is not listed counts as errors. */
export function problemCounts({ problems, problemsLeftOut }: Pick<DataReport, 'problems' | 'problemsLeftOut'>): ProblemCounts {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const codes: Record<string, number> = {};
  for (const { code } of problems) codes[code] = (codes[code] ?? 0) + 1;
  return {
    errors: errors.length + problemsLeftOut,
    warnings: problems.length - errors.length,
    samples: new Set(errors.flatMap(({ sample }) => sample ?? [])).size,
    codes,
  };
}

/** `list, line: what` as compilers write it, one line a problem. */
export const problemLines = (problems: readonly DataProblem[], root: string): string[] =>
  problems.map((problem) => {
    const place = placeOf(problem, root).replace(/, line (\d+)$/, ':$1');
    return `${place === '' ? '' : `${place}: `}${problem.severity}: ${problem.message} [${problem.code}]`;
  });

/** "4 errors in 3 samples, 1 warning", and what they are. */
export function problemSummary(report: Pick<DataReport, 'problems' | 'problemsLeftOut'>): string {
  const { errors, warnings, samples, codes } = problemCounts(report);
  const head = [
    errors === 0 ? 'No error' : `${many(errors, 'error')}${samples > 0 ? ` in ${many(samples, 'sample')}` : ''}`,
    ...(warnings > 0 ? [many(warnings, 'warning')] : []),
    ...(report.problemsLeftOut > 0 ? [`${String(report.problemsLeftOut)} of them not listed`] : []),
  ].join(', ');
  const rows = Object.entries(codes).sort(([, a], [, b]) => b - a);
  return [`${head}.`, ...rows.map(([code, n]) => `  ${String(n).padStart(6)}  ${code}`)].join('\n');
}

/** Samples by class and split, speakers, and what the network gets. */
export function foundText(found: Found): string {
  const splits = SPLITS.filter((split) => found.counts[split].length > 0);
  const rows = found.classes.map((name, label) =>
    row(
      name,
      splits.map((split) => found.counts[split][label] ?? 0),
    ),
  );
  const all = row(
    'all',
    splits.map((split) => sum(found.counts[split])),
  );
  return [
    table(['class', ...splits, 'all'], [...rows, all]),
    ...speakerLines(found, splits),
    `the network gets: ${found.modalities.map(({ name, shape }) => `${name} ${shape.join(' x ')}`).join(', ')}`,
  ].join('\n');
}

/** One line: samples of each split, classes. */
export function foundLine({ counts, classes }: Found): string {
  const splits = SPLITS.flatMap((split) => (counts[split].length > 0 ? [`${String(sum(counts[split]))} ${split}`] : []));
  return `${splits.join(', ')}; ${many(classes.length, 'class', 'classes')}`;
}

function speakerLines({ speakers, sharedSpeakers }: Found, splits: readonly SplitName[]): string[] {
  if (speakers === null) return [];
  const each = splits.map((split) => `${String(speakers[split])} in ${split}`).join(', ');
  return [`speakers: ${each}${sharedSpeakers === null ? '' : `; ${String(sharedSpeakers)} in both train and test`}`];
}

/** As machines read it, with the names of all our JSON. */
export const reportJson = (report: DataReport): Record<string, unknown> => {
  const { errors, warnings, samples, codes } = problemCounts(report);
  return {
    ...{ errors, warnings, broken_samples: samples, codes },
    problems: report.problems,
    problems_left_out: report.problemsLeftOut,
    found: report.found && foundJson(report.found),
  };
};

const foundJson = ({ sharedSpeakers, ...found }: Found): Record<string, unknown> => ({
  ...found,
  shared_speakers: sharedSpeakers,
});

const row = (name: string, counts: readonly number[]): string[] => [name, ...counts.map(String), String(sum(counts))];
const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0);
export const many = (n: number, one: string, more = `${one}s`): string => `${String(n)} ${n === 1 ? one : more}`;

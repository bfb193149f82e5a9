import type { DataProblem, DataReport, SplitName } from '../../../../core/contract/data.ts';
import { placeOf } from '../../../../core/data/problem-text.ts';
import { table } from '../../table.ts';

/** What a look at lists and headers found, for people and for machines. */

type Found = NonNullable<DataReport['found']>;
type Problems = Pick<DataReport, 'problems' | 'problemsLeftOut' | 'codes'>;

const SPLITS: readonly SplitName[] = ['train', 'validation', 'test'];

export interface ProblemCounts {
  readonly errors: number;
  readonly warnings: number;
  /** How many samples the listed errors are in. */
  readonly samples: number;
}

export function problemCounts({ problems, codes }: Problems): ProblemCounts {
  const of = (wanted: DataProblem['severity']): number =>
    codes.reduce((sum, { severity, count }) => (severity === wanted ? sum + count : sum), 0);
  const broken = problems.flatMap(({ severity, sample }) => (severity === 'error' && sample !== null ? [sample] : []));
  return { errors: of('error'), warnings: of('warning'), samples: new Set(broken).size };
}

/** `list, line: what` as compilers write it, one line a problem. */
export const problemLines = (problems: readonly DataProblem[], root: string): string[] =>
  problems.map((problem) => {
    const place = placeOf(problem, root).replace(/, line (\d+)$/, ':$1');
    return `${place === '' ? '' : `${place}: `}${problem.severity}: ${problem.message} [${problem.code}]`;
  });

/** "4 errors in 3 samples, 1 warning", and what they are. */
export function problemSummary(report: Problems): string {
  const { errors, warnings, samples } = problemCounts(report);
  const head = [
    errors === 0 ? 'No error' : `${many(errors, 'error')}${samples > 0 ? ` in ${many(samples, 'sample')}` : ''}`,
    ...(warnings > 0 ? [many(warnings, 'warning')] : []),
    ...(report.problemsLeftOut > 0 ? [`${String(report.problemsLeftOut)} not listed`] : []),
  ].join(', ');
  return [`${head}.`, ...report.codes.map(({ code, count }) => `  ${String(count).padStart(6)}  ${code}`)].join('\n');
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
    ...found.durations.map(
      ({ modality, files, least, median, most }) =>
        `${modality}: ${seconds(least)} to ${seconds(most)} s, median ${seconds(median)}, of ${many(files, 'file')}`,
    ),
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
  const { errors, warnings, samples } = problemCounts(report);
  return {
    ...{ errors, warnings, broken_samples: samples },
    codes: Object.fromEntries(report.codes.map(({ code, count }) => [code, count])),
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
const seconds = (value: number): string => value.toFixed(2);

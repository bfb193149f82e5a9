import type { DataProblem, DataReport } from '../../../../core/contract/data.ts';
import type { About, Report } from '../../../../core/data/report.ts';
import type { AppError } from '../../../../core/errors/app-error.ts';

/** More than a person reads through; the rest is counted. */
const MOST = 500;

export interface ProblemList {
  readonly report: Report;
  warn: Report;
  result(): Pick<DataReport, 'problems' | 'problemsLeftOut' | 'codes'>;
}

/** Gathers problems in the order they are found, errors before warnings. */
export function problemList(most = MOST): ProblemList {
  const found: { readonly error: DataProblem[]; readonly warning: DataProblem[] } = { error: [], warning: [] };
  const codes = { error: new Map<string, number>(), warning: new Map<string, number>() };
  let leftOut = 0;
  const taker =
    (severity: DataProblem['severity']): Report =>
    (problem, about) => {
      const own = about?.severity ?? severity;
      codes[own].set(problem.code, (codes[own].get(problem.code) ?? 0) + 1);
      if (found[own].length < most) found[own].push(problemOf(problem, about, own));
      else leftOut++;
    };
  return {
    report: taker('error'),
    warn: taker('warning'),
    result: () => ({
      problems: [...found.error, ...found.warning],
      problemsLeftOut: leftOut,
      codes: (['error', 'warning'] as const).flatMap((severity) =>
        [...codes[severity]].sort(([, a], [, b]) => b - a).map(([code, count]) => ({ code, severity, count })),
      ),
    }),
  };
}

/** Where a fault lies, by the names that all texts of data sets have their parameters under. */
interface Place {
  readonly file?: string;
  readonly folder?: string;
  readonly list?: string;
  readonly line?: number;
  /** Of a sample that is in two splits. */
  readonly second?: { readonly list: string; readonly line: number };
}

export function problemOf(
  { code, message, params }: AppError,
  { stem, field }: About = {},
  severity: DataProblem['severity'] = 'error',
): DataProblem {
  const place = params as Place;
  const { list, line } = place.second ?? place;
  const file = place.file ?? place.folder ?? list ?? null;
  return {
    code,
    message,
    severity,
    field: field ?? null,
    file,
    list: list === undefined || list === file ? null : list,
    line: line === undefined || line === 0 ? null : line,
    sample: stem ?? null,
  };
}

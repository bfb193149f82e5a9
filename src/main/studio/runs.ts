import type { Checked, Result } from '../../core/contract/index.ts';
import type { SplitMetrics } from '../../core/contract/trainer.ts';
import { AppError } from '../../core/errors/app-error.ts';
import type { Library } from '../store/library.ts';
import type { StoredMetrics } from '../store/metrics.ts';
import type { Run } from '../store/run.ts';

type RunSummary = Result<'runs.list'>['runs'][number];
type TestFigures = NonNullable<RunSummary['test']['last']>;

/** What to throw for a run that is asked for in a library that is not there yet. */
export const unknownRun = (file: string, wanted: string): AppError<'store.unknown-run'> =>
  new AppError('store.unknown-run', { file, wanted, near: [], total: 0 });

/** The newest runs with their figures on the test split. */
export function listRuns(library: Library, { search, limit, offset }: Checked<'runs.list'>): Result<'runs.list'> {
  const found = library.listRuns({ search, limit, offset });
  const figures = testFigures(library.listMetrics(found.map(({ id }) => id)));
  return { runs: found.map((run) => summaryOf(run, figures)), total: library.countRuns({ search }) };
}

/** One run, with what is needed to repeat it. */
export function getRun(library: Library, { run: id }: Checked<'runs.get'>): Result<'runs.get'> {
  const run = library.getRun(id);
  return {
    ...summaryOf(run, testFigures(library.listMetrics([run.id]))),
    config: run.config,
    environment: run.environment,
    versions: { ...run.environment?.versions },
    fingerprint: run.dataFingerprint,
    weightsSha256: run.weightsSha256,
  };
}

function summaryOf(run: Run, figures: ReadonlyMap<string, TestFigures>): RunSummary {
  const { id, name, method, seed, status, dataName, device, createdMs, startedMs, endedMs, seconds, epochs, note, tags, error } =
    run;
  const { number, colour, pinned, archived, locked, trashedMs, steps } = run;
  return {
    ...{ id, name, method, seed, status, dataName, device, createdMs, startedMs, endedMs, seconds, epochs, note },
    ...{ number, colour, pinned, archived, locked, trashedMs, steps },
    tags: [...tags],
    error: error === null ? null : { code: error.code, message: error.message },
    test: { last: figures.get(`${id} last`) ?? null, best: figures.get(`${id} best`) ?? null },
  };
}

/** Figures of the test split by `<run> <which>`. */
function testFigures(stored: readonly StoredMetrics[]): ReadonlyMap<string, TestFigures> {
  return new Map(
    stored
      .filter(({ split }) => split === 'test')
      .map(({ run, which, epoch, metrics }) => [`${run} ${which}`, figuresOf(epoch, metrics)]),
  );
}

function figuresOf(epoch: number, { n, accuracy, macroF1, modalityAccuracy }: SplitMetrics): TestFigures {
  const modalities = Object.entries(modalityAccuracy).map(([modality, value]) => [modality, numberOrNull(value)] as const);
  return {
    epoch,
    n,
    accuracy: numberOrNull(accuracy),
    macroF1: numberOrNull(macroF1),
    modalityAccuracy: Object.fromEntries(modalities),
  };
}

const numberOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

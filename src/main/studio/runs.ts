import type { Checked, Result } from '../../core/contract/index.ts';
import { AppError } from '../../core/errors/app-error.ts';
import type { Library } from '../store/library.ts';
import type { SplitFigures } from '../store/metrics.ts';
import type { Run } from '../store/run.ts';

type RunSummary = Result<'runs.list'>['runs'][number];
type TestFigures = NonNullable<RunSummary['test']['last']>;

/** What to throw for a run that is not there; `total`: how many there are. */
export const unknownRun = (file: string, wanted: string, total = 0): AppError<'store.unknown-run'> =>
  new AppError('store.unknown-run', { file, wanted, near: [], total });

/** The newest runs with their figures on the test split. */
export function listRuns(library: Library, { search, limit, offset }: Checked<'runs.list'>): Result<'runs.list'> {
  const found = library.listRuns({ search, limit, offset });
  const figures = testFigures(
    library.listFigures(
      found.map(({ id }) => id),
      'test',
    ),
  );
  return { runs: found.map((run) => summaryOf(run, figures)), total: library.countRuns({ search }) };
}

/** One run, with what is needed to repeat it. */
export function getRun(library: Library, { run: id }: Checked<'runs.get'>): Result<'runs.get'> {
  const run = library.getRun(id);
  return {
    ...summaryOf(run, testFigures(library.listFigures([run.id], 'test'))),
    config: run.config,
    environment: run.environment,
    versions: { ...run.environment?.versions },
    fingerprint: run.dataFingerprint,
    weightsSha256: run.weightsSha256,
  };
}

function summaryOf(run: Run, figures: ReadonlyMap<string, TestFigures>): RunSummary {
  const test = { last: figures.get(`${run.id} last`) ?? null, best: figures.get(`${run.id} best`) ?? null };
  return { ...summaryFields(run), test };
}

/** What a page is told of a run, without its figures. */
export function summaryFields(run: Run): Omit<RunSummary, 'test'> {
  const { id, name, method, seed, status, dataName, device, createdMs, startedMs, endedMs, seconds, epochs, note, tags, error } =
    run;
  const { number, colour, pinned, archived, locked, trashedMs, steps } = run;
  return {
    ...{ id, name, method, seed, status, dataName, device, createdMs, startedMs, endedMs, seconds, epochs, note },
    ...{ number, colour, pinned, archived, locked, trashedMs, steps },
    tags: [...tags],
    error: error === null ? null : { code: error.code, message: error.message },
  };
}

/** Figures of the test split by `<run> <which>`. */
const testFigures = (stored: readonly SplitFigures[]): ReadonlyMap<string, TestFigures> =>
  new Map(stored.map((figures) => [`${figures.run} ${figures.which}`, figuresOf(figures)]));

function figuresOf({ epoch, n, accuracy, macroF1, modalityAccuracy }: SplitFigures): TestFigures {
  const modalities = Object.entries(modalityAccuracy).map(([modality, value]) => [modality, numberOrNull(value)] as const);
  return { epoch, n, accuracy, macroF1, modalityAccuracy: Object.fromEntries(modalities) };
}

const numberOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

import type { SplitMetrics } from '../../src/core/contract/trainer.ts';
import { RunConfig } from '../../src/core/train/config.ts';
import { openLibrary, type Library } from '../../src/main/store/library.ts';

export interface Scale {
  /** Runs of the table, each with this many curves of few points. */
  readonly runs: number;
  readonly metrics: number;
  /** Runs with one curve of many points, made last, so that they are the newest. */
  readonly longRuns: number;
  readonly points: number;
}

export const FULL: Scale = { runs: 10_000, metrics: 60, longRuns: 20, points: 100_000 };

const METHODS = ['joint', 'ogm', 'ogm-ge', 'inforeg', 'redreg'];
const MODALITIES = ['audio', 'video'];
const RUNS_A_TRANSACTION = 500;
const POINTS_A_BATCH = 10_000;

/** Name of the curves that are long. */
export const LONG_SERIES = 'train/loss';
/** Names of the curves of the table's runs. */
export const metricNames = (metrics: number): string[] =>
  Array.from({ length: metrics }, (_, i) => `${['train', 'validation', 'redundancy-monitor'][i % 3] ?? 'train'}/metric-${i}`);

/** Fills a new library as a year of work would: figures differ from run to run and are the same every time. Returns the ids of the long runs. */
export function makeLibrary(file: string, scale: Scale = FULL): string[] {
  const library = openLibrary(file);
  const names = metricNames(scale.metrics);
  for (let from = 0; from < scale.runs; from += RUNS_A_TRANSACTION)
    library.transaction(() => {
      for (let i = from; i < Math.min(scale.runs, from + RUNS_A_TRANSACTION); i++) addRun(library, i, names);
    });
  library.setSetting('view/runs', viewOf(names));
  const long = Array.from({ length: scale.longRuns }, (_, i) => addLongRun(library, i, scale.points));
  library.close();
  return long;
}

/** A table that shows all the curves. */
const viewOf = (names: readonly string[]) => ({
  nameWidth: 280,
  columns: names.map((name) => ({ id: `series:last:${name}`, width: 120 })),
  sort: [],
  filters: [],
  groupBy: [],
});

const STEPS = [1, 20, 40, 60, 80];

function addRun(library: Library, i: number, names: readonly string[]): void {
  const id = library.createRun({
    config: configOf(i),
    tags: i % 7 === 0 ? ['baseline'] : [],
    note: i % 5 === 0 ? `attempt ${i}` : '',
  });
  library.startRun(id);
  const pairs = names.map(
    (name, k) => [name, { steps: STEPS, values: STEPS.map((step) => figure(i, k) / Math.sqrt(step)) }] as const,
  );
  library.appendPoints(id, Object.fromEntries(pairs), 12);
  library.setMetrics(id, { which: 'last', epoch: 12, split: 'test', metrics: metricsOf(i, 0) });
  library.setMetrics(id, { which: 'best', epoch: 9, split: 'test', metrics: metricsOf(i, 1) });
  library.finishRun(id, 'finished', { seconds: 30 + (i % 90) });
}

function addLongRun(library: Library, i: number, points: number): string {
  const id = library.createRun({ config: configOf(i), name: `long ${i + 1}` });
  library.startRun(id);
  library.transaction(() => {
    for (let from = 0; from < points; from += POINTS_A_BATCH) {
      const steps = Array.from({ length: Math.min(POINTS_A_BATCH, points - from) }, (_, k) => from + k + 1);
      library.appendPoints(id, { [LONG_SERIES]: { steps, values: steps.map((step) => lossAt(i, step)) } }, 1);
    }
  });
  library.setMetrics(id, { which: 'last', epoch: 12, split: 'test', metrics: metricsOf(i, 0) });
  library.finishRun(id, 'finished', { seconds: 600 });
  return id;
}

const configOf = (i: number): RunConfig =>
  RunConfig.parse({
    method: METHODS[i % METHODS.length],
    seed: Math.floor(i / METHODS.length) % 5,
    data: { layout: 'crema-d', name: `set-${i % 4}`, root: 'set' },
    training: { learningRate: 0.001 * (1 + (i % 10)), batch: 16 * (1 + (i % 4)) },
  });

/** A number in [0, 1) that looks like chance. */
const figure = (i: number, k: number): number => Math.abs(Math.sin(i * 12.9898 + k * 78.233) * 43758.5453) % 1;
const lossAt = (i: number, step: number): number => 2 / Math.sqrt(1 + step / 500) + 0.05 * i + 0.4 * figure(i, step);

function metricsOf(i: number, k: number): SplitMetrics {
  const accuracy = 0.5 + figure(i, k) / 2;
  const perClass = Array.from({ length: 6 }, (_, label) => figure(i, k + label));
  return {
    n: 1488,
    loss: figure(i, k + 9),
    accuracy,
    macroF1: accuracy - 0.01,
    map: accuracy - 0.02,
    modalityAccuracy: Object.fromEntries(MODALITIES.map((modality, m) => [modality, accuracy - 0.1 * (m + 1)])),
    perClassAccuracy: perClass,
    modalityPerClassAccuracy: Object.fromEntries(MODALITIES.map((modality) => [modality, perClass])),
    confusion: perClass.map((_, row) => perClass.map((__, column) => (row === column ? 200 : 10))),
  };
}

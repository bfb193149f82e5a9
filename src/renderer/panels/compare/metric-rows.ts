import type { RunDetail, RunId } from '../../../core/contract/runs.ts';
import type { SeriesInfo } from '../../../core/contract/series.ts';
import { value } from '../../charts/ticks.ts';
import { duration, percent } from '../../parts/format.ts';
import type { SplitFigures, Which } from '../accuracy/figures.ts';
import { bestOf, deltaOf, type Delta } from '../delta.ts';

export interface MetricCell {
  readonly text: string;
  readonly isBest: boolean;
  /** To the baseline; null for the baseline itself and where there is nothing to compare. */
  readonly delta: Delta | null;
  /** Null where neither more nor less is better, or it is the same. */
  readonly isBetter: boolean | null;
}

export interface MetricRow {
  readonly id: string;
  readonly section: string;
  readonly label: string;
  readonly isShare: boolean;
  /** In the order of the runs. */
  readonly cells: readonly MetricCell[];
}

type Better = 'more' | 'less' | null;
const ORDER = ['test', 'validation', 'train'];

/** Every figure of the runs side by side: of each split, then of the runs themselves, then the latest value of each curve asked for. */
export function metricRows(
  runs: readonly RunDetail[],
  figures: readonly SplitFigures[],
  series: readonly SeriesInfo[],
  which: Which,
  base: RunId | null,
): MetricRow[] {
  const baseAt = runs.findIndex(({ id }) => id === base);
  const row = (
    id: string,
    section: string,
    label: string,
    values: readonly (number | null)[],
    format: (value: number | null) => string,
    better: Better,
  ): MetricRow[] => {
    if (values.every((value) => value === null)) return [];
    const best = better === null ? new Set<number>() : bestOf(values, better === 'less');
    const cells = values.map((own, i): MetricCell => {
      const delta = baseAt < 0 || i === baseAt ? null : deltaOf(own, values[baseAt]);
      return { text: format(own), isBest: best.has(i), delta, isBetter: sense(delta, better) };
    });
    return [{ id, section, label, isShare: format === percent, cells }];
  };

  const splits = ORDER.filter((split) => figures.some((one) => one.split === split));
  const ofSplits = splits.flatMap((split) => {
    const own = runs.map(
      ({ id }) => figures.find((one) => one.run === id && one.split === split && one.which === which)?.metrics,
    );
    const modalities = [...new Set(own.flatMap((metrics) => Object.keys(metrics?.modalityAccuracy ?? {})))];
    return [
      ...row(
        `${split} accuracy`,
        split,
        'Accuracy, fused',
        own.map((m) => finite(m?.accuracy)),
        percent,
        'more',
      ),
      ...modalities.flatMap((name) =>
        row(
          `${split} ${name}`,
          split,
          `Accuracy, ${name}`,
          own.map((m) => finite(m?.modalityAccuracy[name])),
          percent,
          'more',
        ),
      ),
      ...row(
        `${split} f1`,
        split,
        'Macro F1',
        own.map((m) => finite(m?.macroF1)),
        percent,
        'more',
      ),
      ...row(
        `${split} map`,
        split,
        'Mean average precision',
        own.map((m) => finite(m?.map)),
        percent,
        'more',
      ),
      ...row(
        `${split} loss`,
        split,
        'Loss',
        own.map((m) => finite(m?.loss)),
        number,
        'less',
      ),
    ];
  });
  const ofRuns = [
    ...row(
      'seconds',
      'run',
      'Time in training',
      runs.map(({ seconds }) => seconds),
      duration,
      'less',
    ),
    ...row(
      'epochs',
      'run',
      'Epochs done',
      runs.map(({ epochs }) => epochs),
      whole,
      null,
    ),
    ...row(
      'steps',
      'run',
      'Steps',
      runs.map(({ steps }) => steps),
      whole,
      null,
    ),
    ...row(
      'parameters',
      'run',
      'Parameters',
      runs.map(({ environment }) => environment?.parameters ?? null),
      whole,
      null,
    ),
  ];
  const names = [...new Set(series.map(({ name }) => name))].sort((a, b) => a.localeCompare(b, 'en'));
  const latest = new Map(series.map((one) => [`${one.run} ${one.name}`, one.last]));
  const ofSeries = names.flatMap((name) =>
    row(
      `series ${name}`,
      'latest value of each curve',
      name,
      runs.map(({ id }) => finite(latest.get(`${id} ${name}`))),
      number,
      null,
    ),
  );
  return [...ofSplits, ...ofRuns, ...ofSeries];
}

function sense(delta: Delta | null, better: Better): boolean | null {
  if (delta === null || better === null || delta.absolute === 0) return null;
  return delta.absolute > 0 === (better === 'more');
}

const finite = (value: number | null | undefined): number | null => (value == null || !Number.isFinite(value) ? null : value);
const number = (own: number | null): string => (own === null ? '–' : value(own));
const whole = (own: number | null): string => (own === null ? '–' : own.toLocaleString('en'));

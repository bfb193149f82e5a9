import type { PointBatch } from '../../core/contract/trainer.ts';
import { figure, table } from './table.ts';

/** Shapley values by split and modality, and their spread as `imbalance`. Unit: accuracy. */
export type ShapleyFigures = Record<string, Record<string, number>>;

/** Takes what a batch of points says of Shapley values: the series `shapley/<split>/<name>`. */
export function addShapley(figures: ShapleyFigures, batch: PointBatch): void {
  for (const [series, { values }] of Object.entries(batch)) {
    const [kind, split = '', name = ''] = series.split('/');
    const value = values.at(-1);
    if (kind === 'shapley' && value !== undefined) (figures[split] ??= {})[name] = value;
  }
}

/** One row a split, for people. */
export function shapleyTable(figures: ShapleyFigures): string {
  const names = [...new Set(Object.values(figures).flatMap((values) => Object.keys(values)))];
  return table(
    ['Shapley value', ...names],
    Object.entries(figures).map(([split, values]) => [split, ...names.map((name) => figure(values[name]))]),
  );
}

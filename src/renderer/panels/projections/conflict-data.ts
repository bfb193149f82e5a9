import type { ModalityGeometry } from '../../../core/contract/geometry.ts';
import { levelOf } from './diverging.ts';

/** A stretch of steps, both ends in the units of steps. */
export type Span = readonly [from: number, to: number];

/** What each measured step stands for: from the middle between it and the one before to the middle between it and the next. */
export function spansOf(steps: ArrayLike<number>): Span[] {
  const n = steps.length;
  const at = (i: number): number => steps[i] ?? 0;
  return Array.from({ length: n }, (_, i) => {
    const before = i > 0 ? at(i) - at(i - 1) : n > 1 ? at(1) - at(0) : 1;
    const behind = i + 1 < n ? at(i + 1) - at(i) : before;
    return [at(i) - before / 2, at(i) + behind / 2];
  });
}

/** Stretches of measured steps that are marked, neighbours joined. */
export function markedSpans(steps: ArrayLike<number>, isMarked: ArrayLike<number>): Span[] {
  const joined: [number, number][] = [];
  for (const [i, [from, to]] of spansOf(steps).entries()) {
    if (isMarked[i] !== 1) continue;
    const last = joined.at(-1);
    if (last !== undefined && Math.abs(last[1] - from) < 1e-9) last[1] = to;
    else joined.push([from, to]);
  }
  return joined;
}

export interface HeatCell {
  readonly span: Span;
  readonly stage: number;
  /** Mean cosine of the steps in the cell. */
  readonly cosine: number;
}

/** Cells of the heat map, at most `columns` in a row: where there are more steps, neighbours are averaged. Cells without a number are left out. */
export function heatCells({ steps, stages, stageCosines }: ModalityGeometry, columns: number): HeatCell[] {
  const spans = spansOf(steps);
  const group = Math.max(1, Math.ceil(steps.length / columns));
  const cells: HeatCell[] = [];
  for (let first = 0; first < steps.length; first += group) {
    const last = Math.min(first + group, steps.length) - 1;
    const span: Span = [spans[first]?.[0] ?? 0, spans[last]?.[1] ?? 0];
    for (const stage of stages.keys()) {
      let [sum, count] = [0, 0];
      for (let i = first; i <= last; i++) {
        const value = stageCosines[i * stages.length + stage] ?? Number.NaN;
        if (Number.isNaN(value)) continue;
        sum += value;
        count++;
      }
      if (count > 0) cells.push({ span, stage, cosine: sum / count });
    }
  }
  return cells;
}

/** Points of a curve with at most about two a column: the least and the greatest of each. NaN breaks the curve. */
export function thinned(
  steps: ArrayLike<number>,
  values: ArrayLike<number>,
  columns: number,
): readonly (readonly [number, number])[] {
  const n = steps.length;
  const group = Math.ceil(n / columns);
  const point = (i: number): readonly [number, number] => [steps[i] ?? 0, values[i] ?? Number.NaN];
  if (group <= 2) return Array.from({ length: n }, (_, i) => point(i));
  const kept: (readonly [number, number])[] = [];
  for (let first = 0; first < n; first += group) {
    let [low, high] = [first, first];
    for (let i = first; i < Math.min(first + group, n); i++) {
      if ((values[i] ?? 0) < (values[low] ?? 0)) low = i;
      if ((values[i] ?? 0) > (values[high] ?? 0)) high = i;
    }
    kept.push(...[...new Set([low, high])].sort((a, b) => a - b).map(point));
  }
  return kept;
}

/** The cells joined by colour level: one path each, so that a map of thousands of cells stays small. `box` gives a cell's SVG path. */
export function pathsByLevel(
  cells: readonly HeatCell[],
  box: (cell: HeatCell) => string,
): readonly (readonly [level: number, path: string])[] {
  const paths = new Map<number, string>();
  for (const cell of cells) {
    const level = levelOf(cell.cosine);
    paths.set(level, (paths.get(level) ?? '') + box(cell));
  }
  return [...paths];
}

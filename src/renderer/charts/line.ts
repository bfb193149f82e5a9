import type { Curve } from '../../core/contract/series.ts';
import type { RunId } from '../../core/contract/runs.ts';

/** What stands on the horizontal axis. Epochs need the trainer's steps an epoch; a run without them is drawn by step. */
export type XAxis = 'step' | 'epoch' | 'relative' | 'wall';

/** One curve as it is drawn. */
export interface Line {
  /** What the legend hides and isolates: lines of one key go together. */
  readonly key: string;
  readonly run: RunId;
  readonly label: string;
  readonly stroke: string;
  /** Lengths of dashes and gaps in pixels; empty for a solid line. */
  readonly dash: readonly number[];
  readonly curve: Curve;
  /** Horizontal place of each point, ascending. */
  readonly x: Float64Array;
}

/** A level that a curve is to be read against. */
export interface Threshold {
  readonly value: number;
  readonly label: string;
}

export type Range = readonly [from: number, to: number];

/** Where a chart is zoomed to; null: everything. */
export interface Zoom {
  readonly x: Range | null;
  readonly y: Range | null;
}

export const NO_ZOOM: Zoom = { x: null, y: null };

/** What is drawn strong: the smoothed values where there are any. */
export const mainOf = ({ smoothed, values }: Curve): Float64Array => smoothed ?? values;

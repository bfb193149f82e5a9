import { RunId } from '../../../src/core/contract/runs.ts';
import type { Curve } from '../../../src/core/contract/series.ts';
import type { Line } from '../../../src/renderer/charts/line.ts';

/** A curve of these values at steps 1, 2, 3 …, one a second. */
export function curveOf(values: readonly number[], changes: Partial<Curve> = {}): Curve {
  return {
    run: RunId.parse('a'),
    name: 'loss',
    steps: Uint32Array.from(values, (_, i) => i + 1),
    walls: Float64Array.from(values, (_, i) => 1_000_000 + 1000 * i),
    values: Float64Array.from(values),
    smoothed: null,
    shown: values.length,
    total: values.length,
    generation: 0,
    lastStep: values.length,
    stepsPerEpoch: null,
    firstWall: 1_000_000,
    ...changes,
  };
}

export function lineOf(values: readonly number[], changes: Partial<Line> = {}): Line {
  const curve = changes.curve ?? curveOf(values);
  return {
    key: 'a',
    run: curve.run,
    label: 'a run',
    stroke: '#112233',
    dash: [],
    curve,
    x: Float64Array.from(curve.steps),
    ...changes,
  };
}

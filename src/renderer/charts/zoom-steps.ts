import type { Line, Range, XAxis } from './line.ts';
import { stepsWithin } from './x-values.ts';

/**
 * The steps to ask for so that a horizontal range is shown in full, a little more on both sides. Times are looked up in `known`, what
 * was shown before the zoom. Null: all of them.
 */
export function stepsOfZoom(range: Range | null, axis: XAxis, known: readonly Line[]): Range | null {
  if (range === null) return null;
  if (axis === 'relative' || axis === 'wall')
    return stepsWithin(
      known.map(({ x, curve }) => ({ x, steps: curve.steps })),
      range,
    );
  const scales = axis === 'step' ? [1] : known.map(({ curve }) => curve.stepsPerEpoch ?? 1);
  if (scales.length === 0) return null;
  const [from, to] = [range[0] * Math.min(...scales), range[1] * Math.max(...scales)];
  const room = Math.ceil(0.02 * (to - from)) + 1;
  return [Math.max(0, Math.floor(from) - room), Math.max(0, Math.ceil(to) + room)];
}

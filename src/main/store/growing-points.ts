import type { Points } from './chunk.ts';

/** Points that are gathered part by part, in order. */
export interface GrowingPoints {
  add(points: Points): void;
  all(): Points;
}

/** `room`: how many there will be, as far as that is known; more are taken too. */
export function growingPoints(room = 0): GrowingPoints {
  let held = emptyPoints(room);
  let n = 0;

  function makeRoom(needed: number): void {
    if (needed <= held.steps.length) return;
    const larger = emptyPoints(Math.max(needed, 2 * held.steps.length));
    copyInto(larger, cut(held, n), 0);
    held = larger;
  }

  return {
    add(points) {
      makeRoom(n + points.steps.length);
      copyInto(held, points, n);
      n += points.steps.length;
    },
    all: () => (n === held.steps.length ? held : cut(held, n)),
  };
}

const emptyPoints = (n: number): Points => ({
  steps: new Uint32Array(n),
  walls: new Float64Array(n),
  values: new Float64Array(n),
});

/** Shares memory. */
const cut = ({ steps, walls, values }: Points, n: number): Points => ({
  steps: steps.subarray(0, n),
  walls: walls.subarray(0, n),
  values: values.subarray(0, n),
});

function copyInto(target: Points, points: Points, at: number): void {
  target.steps.set(points.steps, at);
  target.walls.set(points.walls, at);
  target.values.set(points.values, at);
}

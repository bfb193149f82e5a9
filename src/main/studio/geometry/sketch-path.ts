import { addRow, emptyMoments, type Moments } from '../../../core/geometry/moments.ts';
import { BUCKETS } from '../../../core/geometry/sketch.ts';

/** Points of a path that are kept at most: more than a drawing of it has room for. */
const MOST_POINTS = 1000;

interface Point {
  readonly step: number;
  readonly row: Float32Array;
}

/**
 * The sketches of one vector over the steps of a run: sums over all of them, and those that a drawing shows. Where there are too many, every
 * second, fourth … is kept, counted from the first, so that a point that is drawn stays where it is as the run goes on; the newest is always
 * there.
 */
export class SketchPath {
  readonly moments: Moments = emptyMoments(BUCKETS);
  readonly #isNormalised: boolean;
  #kept: Point[] = [];
  #newest: Point | null = null;
  #stride = 1;

  constructor(isNormalised: boolean) {
    this.#isNormalised = isNormalised;
  }

  /** How many steps were measured. */
  get total(): number {
    return this.moments.count;
  }

  /** In order of steps. */
  get points(): readonly Point[] {
    const newest = this.#newest;
    return newest === null || this.#kept.at(-1) === newest ? this.#kept : [...this.#kept, newest];
  }

  /** A sketch that is no number, or one of no direction where only directions count, is left out. */
  add(step: number, sketch: Float32Array): void {
    const row = this.#isNormalised ? directionOf(sketch) : sketch;
    if (row === null || !addRow(this.moments, row)) return;
    this.#newest = { step, row };
    if ((this.total - 1) % this.#stride !== 0) return;
    this.#kept.push(this.#newest);
    if (this.#kept.length <= MOST_POINTS) return;
    this.#stride *= 2;
    this.#kept = this.#kept.filter((_, i) => i % 2 === 0);
  }
}

/** The sketch at length one; null for zero and for what is no number. */
function directionOf(sketch: Float32Array): Float32Array | null {
  let square = 0;
  for (const x of sketch) square += x * x;
  const length = Math.sqrt(square);
  return length > 0 && Number.isFinite(length) ? sketch.map((x) => x / length) : null;
}

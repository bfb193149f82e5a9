import type { FromTrainer } from '../../core/contract/trainer.ts';
import type { GeometryRecord } from '../../core/geometry/record.ts';

/** Ten messages of points or progress a second at most, however fast the steps are; nothing waits longer while the process is not in a step. */
const INTERVAL_MS = 100;

type Gathered = Record<string, { steps: number[]; values: number[] }>;

/** Gathers points, geometry and progress and posts them in batches; everything else goes after what was gathered before it. */
export class Reporter {
  #points: Gathered = {};
  #geometry: GeometryRecord[] = [];
  #progress: Extract<FromTrainer, { type: 'progress' }> | null = null;
  #last = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #post: (message: FromTrainer) => void;

  constructor(post: (message: FromTrainer) => void) {
    this.#post = post;
  }

  points(step: number, values: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(values)) {
      const series = (this.#points[name] ??= { steps: [], values: [] });
      series.steps.push(step);
      series.values.push(value);
    }
    this.#perhapsFlush();
  }

  geometry(records: readonly GeometryRecord[]): void {
    this.#geometry.push(...records);
    this.#perhapsFlush();
  }

  progress(phase: string, done: number, total: number, secondsLeft: number | null): void {
    this.#progress = { type: 'progress', phase, done, total, secondsLeft };
    this.#perhapsFlush();
  }

  send(message: FromTrainer): void {
    this.flush();
    this.#post(message);
  }

  flush(): void {
    this.#last = Date.now();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (Object.keys(this.#points).length > 0) this.#post({ type: 'points', series: this.#points });
    this.#points = {};
    if (this.#geometry.length > 0) this.#post({ type: 'geometry', records: this.#geometry });
    this.#geometry = [];
    if (this.#progress) this.#post(this.#progress);
    this.#progress = null;
  }

  #perhapsFlush(): void {
    const wait = INTERVAL_MS - (Date.now() - this.#last);
    if (wait <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), wait);
  }
}

/** Seconds left from the pace so far; the first steps, which warm the process up, do not count. */
export function timeLeft(): (done: number, total: number) => number | null {
  const warmUp = 2;
  let start: { done: number; at: number } | null = null;
  return (done, total) => {
    const now = performance.now();
    if (done <= warmUp || start === null) {
      start = { done, at: now };
      return null;
    }
    return (((now - start.at) / 1000) * (total - done)) / (done - start.done);
  };
}

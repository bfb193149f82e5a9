import type { RunId } from '../../core/contract/runs.ts';

/** Where a pointer stands over a chart: the step under it, and the run nearest to it, if one is near. */
export interface Hover {
  readonly step: number;
  readonly run: RunId | null;
}

const FRAME_MS = 120;

/**
 * The one step that all charts and projections of a page show, and what the pointer is over. `step` stays where it was put;
 * `hover` goes when the pointer leaves. `range` are the first and the last step that there is anything of.
 */
export class Scrubber {
  step = $state<number | null>(null);
  range = $state.raw<readonly [number, number]>([0, 0]);
  hover = $state.raw<Hover | null>(null);
  /** A run that a legend or a list points at. */
  pointed = $state<RunId | null>(null);
  #playing = $state(false);
  #timer: ReturnType<typeof setInterval> | undefined;

  /** What is pointed at, else what was chosen. */
  get shownStep(): number | null {
    return this.hover?.step ?? this.step;
  }

  get playing(): boolean {
    return this.#playing;
  }
  set playing(isOn: boolean) {
    if (isOn) this.play();
    else this.pause();
  }

  /** Makes the range wide enough for these steps too. */
  widen(first: number, last: number): void {
    const [from, to] = this.range;
    const isEmpty = from === 0 && to === 0;
    const next = isEmpty ? ([first, last] as const) : ([Math.min(from, first), Math.max(to, last)] as const);
    if (next[0] !== from || next[1] !== to) this.range = next;
  }

  /** Goes through `steps` (ascending; without them: 200 even steps of the range) until the last. From the first where it stands at the end. */
  play(steps?: readonly number[] | Uint32Array): void {
    this.pause();
    const stops = steps ?? evenly(this.range);
    if (stops.length < 2) return;
    let at = nextAfter(stops, this.step);
    this.#playing = true;
    this.#timer = setInterval(() => {
      const step = stops[at++];
      if (step === undefined) this.pause();
      else this.step = step;
    }, FRAME_MS);
  }

  pause(): void {
    clearInterval(this.#timer);
    this.#playing = false;
  }
}

function nextAfter(stops: ArrayLike<number>, step: number | null): number {
  if (step === null) return 0;
  for (let i = 0; i < stops.length; i++) if ((stops[i] ?? 0) > step) return i;
  return 0;
}

function evenly([from, to]: readonly [number, number]): readonly number[] {
  const count = Math.min(200, to - from + 1);
  return Array.from({ length: count }, (_, i) => Math.round(from + (i * (to - from)) / Math.max(1, count - 1)));
}

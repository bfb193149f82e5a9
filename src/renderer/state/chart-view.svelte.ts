import { SvelteSet } from 'svelte/reactivity';
import type { Smoothing } from '../../core/contract/series.ts';
import type { XAxis } from '../charts/line.ts';
import type { Settings } from './settings.svelte.ts';

export type SmoothingKind = 'tensorboard' | 'time-weighted' | 'gaussian' | 'running-mean';

/** How curves are looked at; kept in the library. Defaults are what TensorBoard's users know. */
export interface ChartChoices {
  readonly axis: XAxis;
  readonly isXLog: boolean;
  readonly isYLog: boolean;
  readonly ignoresOutliers: boolean;
  readonly smoothing: SmoothingKind;
  /** 0 to 0.999; 0: none. Of the two averages that have one. */
  readonly weight: number;
  /** Points, of the two others. */
  readonly sigma: number;
  readonly window: number;
  readonly columns: 'auto' | '1' | '2' | '3';
  readonly closed: readonly string[];
}

const NAME = 'view/charts';

export const CHART_DEFAULTS: ChartChoices = {
  axis: 'step',
  isXLog: false,
  isYLog: false,
  ignoresOutliers: true,
  smoothing: 'tensorboard',
  weight: 0.6,
  sigma: 5,
  window: 10,
  columns: 'auto',
  // What is told twice, in the official scripts' names, and what is of the machine.
  closed: ['Evaluation', 'Loss', 'official', 'system'],
};

/** The choices of all charts, and what is hidden on this page. */
export class ChartView {
  /** Keys of lines that the legend has hidden. */
  readonly hidden = new SvelteSet<string>();
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Reactive. */
  get choices(): ChartChoices {
    return { ...CHART_DEFAULTS, ...this.#settings.get<Partial<ChartChoices>>(NAME, {}, isRecord) };
  }

  get smoothing(): Smoothing {
    return smoothingOf(this.choices);
  }

  change(changes: Partial<ChartChoices>): void {
    this.#settings.set(NAME, { ...this.choices, ...changes });
  }

  toggle(key: string): void {
    if (!this.hidden.delete(key)) this.hidden.add(key);
  }

  /** Shows only this one of `all`; shows all again where it is the only one already. */
  isolate(key: string, all: readonly string[]): void {
    const isAlone = !this.hidden.has(key) && all.every((other) => other === key || this.hidden.has(other));
    for (const other of all) {
      if (isAlone || other === key) this.hidden.delete(other);
      else this.hidden.add(other);
    }
  }

  isClosed(section: string): boolean {
    return this.choices.closed.includes(section);
  }

  toggleSection(section: string): void {
    const { closed } = this.choices;
    this.change({ closed: closed.includes(section) ? closed.filter((other) => other !== section) : [...closed, section] });
  }
}

export function smoothingOf({
  smoothing,
  weight,
  sigma,
  window,
}: Pick<ChartChoices, 'smoothing' | 'weight' | 'sigma' | 'window'>): Smoothing {
  switch (smoothing) {
    case 'tensorboard':
    case 'time-weighted':
      return weight === 0 ? { kind: 'none' } : { kind: smoothing, weight };
    case 'gaussian':
      return { kind: 'gaussian', sigma };
    case 'running-mean':
      return window <= 1 ? { kind: 'none' } : { kind: 'running-mean', window };
  }
}

const isRecord = (value: unknown): value is Partial<ChartChoices> => typeof value === 'object' && value !== null;

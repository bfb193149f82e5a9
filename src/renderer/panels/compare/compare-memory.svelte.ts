import { RunId } from '../../../core/contract/runs.ts';
import { links } from '../../routes.ts';
import type { RunsView } from '../../state/runs-view.svelte.ts';
import type { Studio } from '../../state/studio.svelte.ts';

interface Kept {
  readonly baseline: string | null;
  readonly hidden: readonly string[];
}

const NAME = 'view/compare';
/** Baseline and hidden runs of comparisons that were looked at last. */
const MOST = 30;

/** What a comparison looked like when it was left, by its runs: baseline and hidden runs. */
export class CompareMemory {
  readonly #studio: Studio;
  readonly #view: RunsView;
  #restored = '';

  constructor(studio: Studio, view: RunsView) {
    this.#studio = studio;
    this.#view = view;
  }

  /** Restores what was kept, once a set of runs; then keeps what changes. To be called in an effect. */
  follow(): void {
    const key = [...this.#view.ids].sort().join();
    if (key === '' || !this.#studio.settings.isLoaded(NAME)) return;
    if (this.#restored !== key) {
      this.#restored = key;
      this.#restore(this.#all()[key] ?? this.#usual());
      return;
    }
    const now: Kept = { baseline: this.#view.baseline, hidden: this.#view.ids.filter((id) => this.#view.charts.hidden.has(id)) };
    const all = this.#all();
    if (JSON.stringify(all[key] ?? this.#usual()) === JSON.stringify(now)) return;
    const others = Object.entries(all).filter(([other]) => other !== key);
    this.#studio.settings.set(NAME, Object.fromEntries([...others.slice(1 - MOST), [key, now]]));
  }

  setBaseline(run: RunId): void {
    this.#view.baseline = this.#view.baseline === run ? null : run;
  }

  async openNewest(): Promise<void> {
    const { runs } = await this.#studio.client.call('runs.list', { limit: 3 });
    this.#studio.navigate(links.compare(runs.map(({ id }) => id)));
  }

  #all(): Readonly<Record<string, Kept>> {
    return this.#studio.settings.get<Record<string, Kept>>(NAME, {});
  }

  /** The first run of the address is the baseline until another is chosen, or none. */
  #usual(): Kept {
    return { baseline: this.#view.ids.length > 1 ? (this.#view.ids[0] ?? null) : null, hidden: [] };
  }

  #restore({ baseline, hidden }: Kept): void {
    this.#view.baseline = RunId.safeParse(baseline).data ?? null;
    for (const id of hidden) this.#view.charts.hidden.add(id);
  }
}

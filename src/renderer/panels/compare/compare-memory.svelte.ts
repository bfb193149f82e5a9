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
    const { ids, baseline, charts } = this.#view;
    const now: Kept = { baseline, hidden: ids.filter((id) => charts.hidden.has(id)) };
    const key = [...ids].sort().join();
    if (key === '' || !this.#studio.settings.isLoaded(NAME)) return;
    const all = this.#all();
    const kept = all[key] ?? this.#usual();
    if (this.#restored !== key) {
      this.#restored = key;
      this.#restore(kept);
    } else if (JSON.stringify(kept) !== JSON.stringify(now)) {
      const others = Object.entries(all).filter(([other]) => other !== key);
      this.#studio.settings.set(NAME, Object.fromEntries([...others.slice(1 - MOST), [key, now]]));
    }
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
    for (const id of this.#view.ids) {
      if (hidden.includes(id)) this.#view.charts.hidden.add(id);
      else this.#view.charts.hidden.delete(id);
    }
  }
}

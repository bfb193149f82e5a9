import { SvelteSet } from 'svelte/reactivity';
import type { RunId } from '../../core/contract/runs.ts';

/** Which runs are chosen in the table. */
export class RunSelection {
  readonly #ids = new SvelteSet<RunId>();
  /** From where Shift reaches. */
  anchor = 0;

  get size(): number {
    return this.#ids.size;
  }
  get ids(): RunId[] {
    return [...this.#ids];
  }
  has(id: RunId): boolean {
    return this.#ids.has(id);
  }

  toggle(id: RunId): void {
    if (!this.#ids.delete(id)) this.#ids.add(id);
  }

  /** Chooses these too, or these only. */
  add(ids: readonly RunId[], { isOnly = false } = {}): void {
    if (isOnly) this.#ids.clear();
    for (const id of ids) this.#ids.add(id);
  }

  clear(): void {
    this.#ids.clear();
  }

  /** Runs that are not in the table any more are chosen no longer. */
  forget(ids: readonly RunId[]): void {
    for (const id of ids) this.#ids.delete(id);
  }
}

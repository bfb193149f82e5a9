/** Names that are wanted one by one and fetched together, at the end of the present task. */
export class NameBatch {
  readonly #fetch: (names: string[]) => Promise<unknown>;
  readonly #atOnce: number;
  readonly #known = new Set<string>();
  #wanted = new Set<string>();

  /** `atOnce`: how many names one fetch may ask for. */
  constructor(atOnce: number, fetch: (names: string[]) => Promise<unknown>) {
    [this.#atOnce, this.#fetch] = [atOnce, fetch];
  }

  /** Whether it was wanted, or marked as known, before. */
  knows(name: string): boolean {
    return this.#known.has(name);
  }

  markKnown(name: string): void {
    this.#known.add(name);
  }

  want(name: string): void {
    if (this.#wanted.size === 0) queueMicrotask(() => void this.#fetchAll());
    this.#known.add(name);
    this.#wanted.add(name);
  }

  wantAllAgain(): void {
    for (const name of this.#known) this.want(name);
  }

  async #fetchAll(): Promise<void> {
    const names = [...this.#wanted];
    this.#wanted = new Set();
    for (let at = 0; at < names.length; at += this.#atOnce) await this.#fetch(names.slice(at, at + this.#atOnce));
  }
}

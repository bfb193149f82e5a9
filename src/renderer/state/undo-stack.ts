/** Something that was done and can be taken back. */
export interface Undoable {
  /** What was done, as in "Renamed a run". */
  readonly text: string;
  readonly undo: () => unknown;
  readonly redo: () => unknown;
}

const KEPT = 200;

/** What was done, in order, and what of it was taken back. One step is under way at a time; a step that fails stays where it was. */
export class UndoStack {
  readonly #done: Undoable[] = [];
  readonly #undone: Undoable[] = [];
  #isUnderWay = false;

  /** Remembers what was just done; what had been taken back before can no longer be done again. */
  push(step: Undoable): void {
    this.#done.push(step);
    if (this.#done.length > KEPT) this.#done.shift();
    this.#undone.length = 0;
  }

  /** Takes the latest step back and gives it; null where there is none. Throws what the step throws. */
  undo(): Promise<Undoable | null> {
    return this.#move(this.#done, this.#undone, (step) => step.undo());
  }

  /** Does again what was taken back last. */
  redo(): Promise<Undoable | null> {
    return this.#move(this.#undone, this.#done, (step) => step.redo());
  }

  /** Takes one certain step back, wherever it stands, as a toast's button does; null if it was taken back already. */
  async undoOnly(step: Undoable): Promise<Undoable | null> {
    const at = this.#done.indexOf(step);
    if (at === -1) return null;
    await step.undo();
    this.#done.splice(this.#done.indexOf(step), 1);
    this.#undone.push(step);
    return step;
  }

  async #move(from: Undoable[], to: Undoable[], work: (step: Undoable) => unknown): Promise<Undoable | null> {
    const step = from.at(-1);
    if (step === undefined || this.#isUnderWay) return null;
    this.#isUnderWay = true;
    try {
      await work(step);
      from.splice(from.lastIndexOf(step), 1);
      to.push(step);
      return step;
    } finally {
      this.#isUnderWay = false;
    }
  }
}

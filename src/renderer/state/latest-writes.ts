/** Writes the newest value of each name, one write of a name at a time: what comes meanwhile replaces what still waits. */
export class LatestWrites {
  readonly #write: (name: string, value: unknown) => Promise<unknown>;
  readonly #onProblem: (thrown: unknown) => void;
  /** Names that are being written, with what is to be written after it. */
  readonly #underWay = new Map<string, { value: unknown; isWaiting: boolean }>();

  constructor(write: (name: string, value: unknown) => Promise<unknown>, onProblem: (thrown: unknown) => void) {
    this.#write = write;
    this.#onProblem = onProblem;
  }

  isWriting(name: string): boolean {
    return this.#underWay.has(name);
  }

  put(name: string, value: unknown): void {
    const writing = this.#underWay.get(name);
    if (writing === undefined) void this.#writeAll(name, { value, isWaiting: true });
    else [writing.value, writing.isWaiting] = [value, true];
  }

  async #writeAll(name: string, latest: { value: unknown; isWaiting: boolean }): Promise<void> {
    this.#underWay.set(name, latest);
    try {
      while (latest.isWaiting) {
        latest.isWaiting = false;
        await this.#write(name, latest.value);
      }
    } catch (thrown) {
      this.#onProblem(thrown);
    } finally {
      this.#underWay.delete(name);
    }
  }
}

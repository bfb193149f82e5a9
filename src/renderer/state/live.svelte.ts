import { errorData } from '../../core/errors/app-error.ts';
import { RemoteError } from '../../core/contract/client.ts';

/** What went wrong, as a person may read and report it. */
export interface Problem {
  readonly code: string;
  readonly message: string;
}

/**
 * A value of the host that is asked for again whenever it may have changed. One request is under way at a time; changes that come
 * meanwhile lead to one more. The last good value stays while a newer one cannot be had.
 */
export class Live<T> {
  #value = $state.raw<T | null>(null);
  #problem = $state.raw<Problem | null>(null);
  #isUnderWay = false;
  #isStale = false;
  readonly #load: () => Promise<T>;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** Null until the first answer. */
  get value(): T | null {
    return this.#value;
  }

  /** Of the latest request; null if it was answered. */
  get problem(): Problem | null {
    return this.#problem;
  }

  async refresh(): Promise<void> {
    this.#isStale = true;
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    while (this.#isStale) {
      this.#isStale = false;
      await this.#ask();
    }
    this.#isUnderWay = false;
  }

  async #ask(): Promise<void> {
    try {
      this.#value = await this.#load();
      this.#problem = null;
    } catch (thrown) {
      this.#problem = problemOf(thrown);
    }
  }
}

/** What was thrown, as a problem to show. */
export function problemOf(thrown: unknown): Problem {
  const { code, message } = thrown instanceof RemoteError ? thrown : errorData(thrown);
  return { code, message };
}

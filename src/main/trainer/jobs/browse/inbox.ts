import type { BrowseRequest } from '../../../../core/contract/browse.ts';

/** A message of the host, checked. */
export type BrowseMessage =
  | { readonly type: 'browse'; readonly id: number; readonly request: BrowseRequest }
  | { readonly type: 'browse-cancel'; readonly id: number };

/** Holds what the host asks until the job takes it. */
export class BrowseInbox {
  #listener: ((message: BrowseMessage) => void) | null = null;
  readonly #waiting: BrowseMessage[] = [];

  receive(message: BrowseMessage): void {
    if (this.#listener) this.#listener(message);
    else this.#waiting.push(message);
  }

  /** From now on `listener` takes them; first those that came before. */
  open(listener: (message: BrowseMessage) => void): void {
    this.#listener = listener;
    for (const message of this.#waiting.splice(0)) listener(message);
  }
}

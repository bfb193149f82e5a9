import type { Client } from '../../core/contract/client.ts';
import type { MethodCard } from '../../core/methods/card.ts';

/** Method cards by id, asked for once a page of the program. Reactive. */
class Methods {
  #cards = $state.raw<ReadonlyMap<string, MethodCard>>(new Map());
  #isAsked = false;

  /** Null until it is known, and for a method that this program does not have. */
  card(client: Client, method: string): MethodCard | null {
    if (!this.#isAsked) {
      this.#isAsked = true;
      void this.#ask(client);
    }
    return this.#cards.get(method) ?? null;
  }

  async #ask(client: Client): Promise<void> {
    try {
      const { methods } = await client.call('methods.list', {});
      this.#cards = new Map(methods.map((card) => [card.id, card]));
    } catch (error) {
      // Settings are told without their defaults; the next page asks again.
      this.#isAsked = false;
      console.warn('method cards could not be had', error);
    }
  }
}

export const methods = new Methods();

import { setImmediate } from 'node:timers/promises';
import type { ToBrowser } from '../../core/contract/browse.ts';
import type { ToTrainer } from '../../core/contract/trainer.ts';
import type { Wish } from '../../core/train/loop.ts';

/** What the host has asked of the running job. Looked at between steps. */
export class Control {
  #wish: Wish = 'go on';
  readonly #early = new AbortController();
  readonly #waiting: ((isRecorded: boolean) => void)[] = [];

  /** Fires as soon as anything is asked: for work before the first step, which can simply be left. */
  get early(): AbortSignal {
    return this.#early.signal;
  }

  /** The newest request counts; after `abort` none does. */
  receive(type: Exclude<ToTrainer['type'], 'start' | ToBrowser['type']>): void {
    if (type === 'recorded') return this.#answer(true);
    if (this.#wish === 'abort') return;
    this.#wish = type;
    this.#early.abort();
    if (type === 'abort') this.#answer(false);
  }

  /** Lets messages in, then says how to go on. */
  async wish(): Promise<Wish> {
    await setImmediate();
    return this.#wish;
  }

  /** Waits for the host's answer to `saving`. False: the run is aborted, and nothing should be written. */
  recorded(): Promise<boolean> {
    if (this.#wish === 'abort') return Promise.resolve(false);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #answer(isRecorded: boolean): void {
    for (const resolve of this.#waiting.splice(0)) resolve(isRecorded);
  }
}

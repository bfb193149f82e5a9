import { setImmediate } from 'node:timers/promises';
import type { ToTrainer } from '../../core/contract/trainer.ts';
import type { Wish } from '../../core/train/loop.ts';

/** What the host has asked of the running job. Looked at between steps. */
export class Control {
  #wish: Wish = 'go on';
  #paused = false;
  #changed: () => void = () => undefined;
  readonly #onPause: (step: number) => void;

  constructor(onPause: (step: number) => void) {
    this.#onPause = onPause;
  }

  receive(type: Exclude<ToTrainer['type'], 'start'>): void {
    if (type === 'pause') this.#paused = true;
    else if (type === 'resume') this.#paused = false;
    else {
      this.#wish = type;
      this.#paused = false;
    }
    this.#changed();
  }

  /** Lets messages in, waits while paused, then says how to go on. */
  async wish(step: number): Promise<Wish> {
    await setImmediate();
    if (this.#paused) this.#onPause(step);
    while (this.#paused) await new Promise<void>((resolve) => (this.#changed = resolve));
    return this.#wish;
  }
}

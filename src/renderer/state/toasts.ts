import { toast } from 'svelte-sonner';
import { problemOf } from './live.svelte.ts';

export interface Toast {
  readonly text: string;
  readonly tone?: 'good' | 'bad' | 'plain';
  /** Takes back what is told of, by a button. */
  readonly undo?: () => Promise<unknown>;
  /** A place to go to, by a button. */
  readonly action?: { readonly label: string; readonly run: () => unknown };
}

/** Short messages at the edge of the page. They come and go; what must be seen stands on the page itself. */
export class Toasts {
  show({ text, tone = 'plain', undo, action }: Toast): void {
    const button = undo === undefined ? action : { label: 'Undo', run: () => this.#try(undo) };
    const options = {
      duration: tone === 'bad' || button !== undefined ? 8000 : 4000,
      ...(button === undefined ? {} : { action: { label: button.label, onClick: () => void button.run() } }),
    };
    if (tone === 'good') toast.success(text, options);
    else if (tone === 'bad') toast.error(text, options);
    else toast(text, options);
  }

  /** Tells of what was thrown. */
  failed(thrown: unknown): void {
    this.show({ text: problemOf(thrown).message, tone: 'bad' });
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.failed(thrown);
    }
  }
}

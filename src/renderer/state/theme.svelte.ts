import { MediaQuery } from 'svelte/reactivity';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type MotionChoice = 'system' | 'reduced';

/** Whether the page is dark and whether it may move, by the person's choice or by the system. */
class Theme {
  #choice = $state<ThemeChoice>('system');
  #motion = $state<MotionChoice>('system');
  readonly #systemIsDark = new MediaQuery('prefers-color-scheme: dark');
  readonly #systemIsStill = new MediaQuery('prefers-reduced-motion: reduce');

  /** For what is drawn on a canvas; style sheets use `light-dark()`. */
  get isDark(): boolean {
    return this.#choice === 'system' ? this.#systemIsDark.current : this.#choice === 'dark';
  }
  get isStill(): boolean {
    return this.#motion === 'reduced' || this.#systemIsStill.current;
  }

  /** Puts the choices on the root element, where the style sheets see them. */
  apply(choice: ThemeChoice, motion: MotionChoice): void {
    [this.#choice, this.#motion] = [choice, motion];
    const { style, dataset } = document.documentElement;
    style.colorScheme = choice === 'system' ? 'light dark' : choice;
    dataset['motion'] = motion;
  }
}

export const theme = new Theme();

import type { LucideIcon } from '@lucide/svelte';

/** One entry of a menu. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  /** Shown beside it, as in `commands.register`; the menu does not listen for them. */
  readonly keys?: string | undefined;
  readonly onselect: () => unknown;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Set where it is a choice among several. */
  readonly checked?: boolean | undefined;
  /** A colour shown before it. */
  readonly colour?: string | undefined;
  /** A line above it. */
  readonly separated?: boolean;
}

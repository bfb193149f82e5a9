import type { Library } from '../../store/library.ts';

const SLOTS = 'queue/slots';
const HELD = 'queue/held';
/** More trainers than this at a time only take each other's processors. */
export const MOST_SLOTS = 8;

/** What the queue remembers beside its runs. */
export interface QueueSettings {
  /** Runs at a time. */
  readonly slots: number;
  /** Nothing new is started. */
  readonly isHeld: boolean;
  setSlots(slots: number): void;
  hold(isHeld: boolean): void;
}

export function queueSettings(library: Library): QueueSettings {
  const { [SLOTS]: slots, [HELD]: held } = library.getSettings([SLOTS, HELD]);
  const isUsable = typeof slots === 'number' && Number.isInteger(slots) && slots >= 1;
  return {
    slots: isUsable ? Math.min(slots, MOST_SLOTS) : 1,
    isHeld: held === true,
    setSlots: (value) => library.setSetting(SLOTS, value),
    hold: (value) => library.setSetting(HELD, value ? true : null),
  };
}

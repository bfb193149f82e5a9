import type { StudioContext } from './context.ts';

/** The queue of a studio: trains one run at a time by default, whatever becomes of pages and trainers. */
export interface Queue {
  hasRunning(): boolean;
  /** Asks what is trained to save and rest, and waits until it has. */
  close(): Promise<void>;
}

export function startQueue(_context: Omit<StudioContext, 'queue'>): Queue {
  return { hasRunning: () => false, close: () => Promise.resolve() };
}

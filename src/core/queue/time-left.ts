import type { QueueEntry } from '../contract/queue.ts';

type Timed = Pick<QueueEntry, 'status' | 'progress' | 'estimate' | 'epochs' | 'allEpochs'>;

/** Seconds until all that run and wait are done; null where one of them cannot be told. */
export function queueTimeLeft(entries: readonly Timed[], slots: number): number | null {
  const { seconds, unknown } = queueTimes(entries, slots);
  return unknown > 0 ? null : seconds;
}

/** Seconds for those that run and wait of which it can be told, and how many there are of the others. */
export function queueTimes(entries: readonly Timed[], slots: number): { readonly seconds: number; readonly unknown: number } {
  const open = entries.filter(({ status }) => status === 'running' || status === 'queued');
  const known = open.map(runTimeLeft).filter((one) => one !== null);
  const sum = known.reduce((total, one) => total + one, 0);
  return { seconds: sum / Math.min(slots, Math.max(1, open.length)), unknown: open.length - known.length };
}

/** By its own pace where it runs, else by its estimate for the epochs that it has not done; null where neither is known. */
export function runTimeLeft({ progress, estimate, epochs, allEpochs }: Timed): number | null {
  if (progress !== null && progress.secondsLeft !== null) return progress.secondsLeft;
  if (estimate === null) return null;
  return allEpochs === null ? estimate.seconds : estimate.seconds * (1 - Math.min(1, epochs / allEpochs));
}

import type { QueueEntry } from '../../../core/contract/queue.ts';
import { runTimeLeft } from '../../../core/queue/time-left.ts';
import { bytes, count, duration } from '../../parts/format.ts';

const ASKED = {
  pause: 'saving, then it rests',
  stop: 'measuring and saving, then it ends',
  abort: 'ending after the step in hand',
} as const;

/** What a run that is trained does now: "epoch 3 of 10, step 120 of 800". */
export function progressWords({ asked, progress, allEpochs }: Pick<QueueEntry, 'asked' | 'progress' | 'allEpochs'>): string {
  if (asked !== null) return ASKED[asked];
  if (progress === null) return 'starting';
  const { phase, done, total } = progress;
  if (phase !== 'train') return total > 0 ? `${phase}, ${count(done)} of ${count(total)}` : phase;
  const epoch =
    allEpochs === null ? '' : `epoch ${Math.min(allEpochs, Math.floor((done / total) * allEpochs) + 1)} of ${allEpochs}, `;
  return `${epoch}step ${count(done)} of ${count(total)}`;
}

/** What a run that waits will take: "about 4 min 10 s, 1.2 GB memory"; says so where nothing is known. */
export function estimateWords(entry: QueueEntry): string {
  const seconds = runTimeLeft(entry);
  if (seconds === null || entry.estimate === null) return 'no estimate yet';
  const { peakMemoryBytes } = entry.estimate;
  return `about ${duration(seconds)}${peakMemoryBytes > 0 ? `, ${bytes(peakMemoryBytes)} memory` : ''}`;
}

/** "1 running, 3 waiting; all done in about 12 min 30 s"; "at least" where the time of some cannot be told. */
export function summaryWords(
  running: number,
  waiting: number,
  { seconds, unknown }: { readonly seconds: number; readonly unknown: number },
): string {
  if (running + waiting === 0) return 'Nothing runs and nothing waits.';
  const counts = [running > 0 ? `${running} running` : '', waiting > 0 ? `${waiting} waiting` : ''].filter(Boolean).join(', ');
  if (seconds < 1) return counts;
  return `${counts}; all done in ${unknown > 0 ? 'at least' : 'about'} ${duration(seconds)}`;
}

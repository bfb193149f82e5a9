import type { Result } from '../../../core/contract/index.ts';
import type { QueueEntry } from '../../../core/contract/queue.ts';
import type { RunId } from '../../../core/contract/runs.ts';
import type { Library } from '../../store/library.ts';
import type { QueuedRun } from '../../store/queue.ts';
import type { ActiveRun } from './active-run.ts';
import type { Estimates } from './estimates.ts';

const GROUPS: readonly (readonly QueueEntry['status'][])[] = [
  ['running'],
  ['queued'],
  ['paused', 'interrupted', 'failed', 'stopped', 'finished'],
];

export type QueueList = Result<'queue.list'>;

/** The queue as pages show it: what runs, what waits in its order, what rests. */
export function listQueue(
  library: Library,
  active: ReadonlyMap<string, ActiveRun>,
  estimates: Estimates,
  { slots, isHeld }: Pick<QueueList, 'slots' | 'isHeld'>,
): QueueList {
  const entries = library.listQueue().map((run) => entryOf(run, library, active.get(run.id), estimates));
  const inOrder = GROUPS.flatMap((group) => entries.filter(({ status }) => group.includes(status)));
  return { entries: inOrder, slots, isHeld, secondsLeft: timeOfAll(inOrder, slots) };
}

function entryOf(run: QueuedRun, library: Library, active: ActiveRun | undefined, estimates: Estimates): QueueEntry {
  const { id, number, colour, name, method, seed, dataName, epochs, error } = run;
  // A run that was never in the queue is out of turn, whatever it is called.
  const stored = run.status === 'queued' && run.place === null ? 'paused' : run.status;
  return {
    ...{ run: id as RunId, number, colour, name, method, seed, dataName, epochs },
    status: active ? 'running' : stored,
    asked: active?.asked ?? null,
    ...estimates.of(library, id),
    error: active || error === null ? null : { code: error.code, message: error.message },
    progress: active?.progress ?? null,
  };
}

/** Seconds until all that run and wait are done; null where one of them cannot be told. */
function timeOfAll(entries: readonly QueueEntry[], slots: number): number | null {
  const left = entries.flatMap((entry) => (entry.status === 'running' || entry.status === 'queued' ? [secondsLeft(entry)] : []));
  const total = left.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
  return total === null ? null : total / Math.min(slots, Math.max(1, left.length));
}

/** By its own pace where it runs, else by its estimate for the epochs that it has not done. */
function secondsLeft({ progress, estimate, epochs, allEpochs }: QueueEntry): number | null {
  if (progress?.secondsLeft !== undefined && progress.secondsLeft !== null) return progress.secondsLeft;
  if (estimate === null) return null;
  return allEpochs === null ? estimate.seconds : estimate.seconds * (1 - Math.min(1, epochs / allEpochs));
}

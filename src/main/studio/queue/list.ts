import type { Result } from '../../../core/contract/index.ts';
import type { QueueEntry } from '../../../core/contract/queue.ts';
import type { RunId } from '../../../core/contract/runs.ts';
import { queueTimeLeft } from '../../../core/queue/time-left.ts';
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
  return { entries: inOrder, slots, isHeld, secondsLeft: queueTimeLeft(inOrder, slots) };
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

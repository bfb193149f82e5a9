import type { Emit } from '../../../core/contract/index.ts';
import type { RunProgress } from '../../../core/contract/queue.ts';
import type { RunId } from '../../../core/contract/runs.ts';

/** Tells the pages what became of runs, no more often than a page can use. Nothing is told in the call itself, only after it. */
export interface Announcer {
  /** Order, status or membership of the queue. */
  queueChanged(): void;
  /** At most one a second for each run; the last one always. */
  progress(progress: RunProgress): void;
  /** New points are in the library. */
  grew(run: string, lastStep: number, generation: number): void;
  /** Figures of a run; told with others of the same half second. */
  runChanged(run: string): void;
  /** Status of a run; told at once, with what has gathered. */
  statusChanged(run: string): void;
  /** The run is worked on no more: nothing of its progress is told from now on. */
  forget(run: string): void;
  close(): void;
}

const PROGRESS_MS = 1000;
const GATHER_MS = 500;

export function createAnnouncer(emit: Emit): Announcer {
  const changed = new Set<RunId>();
  const progress = new Map<string, { last: number; timer: NodeJS.Timeout | undefined; next: RunProgress }>();
  let isQueueChanged = false;
  let soon: NodeJS.Immediate | undefined;
  let later: NodeJS.Timeout | undefined;

  const tell = (): void => {
    clearImmediate(soon);
    clearTimeout(later);
    [soon, later] = [undefined, undefined];
    if (isQueueChanged) emit('queue.changed', {});
    isQueueChanged = false;
    if (changed.size > 0) emit('runs.changed', { runs: [...changed] });
    changed.clear();
  };
  const tellSoon = (): void => void (soon ??= setImmediate(tell));

  return {
    queueChanged() {
      isQueueChanged = true;
      tellSoon();
    },
    progress(next) {
      const known = progress.get(next.run) ?? { last: -Infinity, timer: undefined, next };
      progress.set(next.run, known);
      known.next = next;
      const send = (): void => {
        known.timer = undefined;
        known.last = performance.now();
        emit('queue.progress', known.next);
      };
      known.timer ??= setTimeout(send, Math.max(0, PROGRESS_MS - (performance.now() - known.last)));
    },
    grew: (run, lastStep, generation) => emit('series.grew', { run: run as RunId, lastStep, generation }),
    runChanged(run) {
      changed.add(run as RunId);
      later ??= setTimeout(tell, GATHER_MS);
    },
    statusChanged(run) {
      changed.add(run as RunId);
      isQueueChanged = true;
      tellSoon();
    },
    forget(run) {
      clearTimeout(progress.get(run)?.timer);
      progress.delete(run);
    },
    close() {
      for (const run of [...progress.keys()]) this.forget(run);
      clearImmediate(soon);
      clearTimeout(later);
      [soon, later] = [undefined, undefined];
    },
  };
}

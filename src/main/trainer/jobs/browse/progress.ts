import type { ScanOptions } from '../../loading/scanned-set.ts';
import { timeLeft } from '../../reporter.ts';

interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number | null;
}

/** Ten messages a second at most, the first at once and the end of a phase always; with the time left from the pace of the phase. */
const INTERVAL_MS = 100;

export function throttledProgress(post: (progress: Progress) => void): NonNullable<ScanOptions['onProgress']> {
  let last = -Infinity;
  let phase = '';
  let left = timeLeft();
  return (progress) => {
    if (progress.phase !== phase) {
      phase = progress.phase;
      left = timeLeft();
      last = -Infinity;
    }
    const secondsLeft = left(progress.done, progress.total);
    const now = performance.now();
    if (progress.done < progress.total && now - last < INTERVAL_MS) return;
    last = now;
    post({ ...progress, secondsLeft });
  };
}

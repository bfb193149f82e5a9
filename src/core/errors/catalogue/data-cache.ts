import type { DataProblem } from '../../contract/data.ts';

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e10 ? 2 : 0)} GB`;

/** As many faults are written out; all others are counted. */
const WRITTEN_OUT = 3;

function faults(problems: readonly DataProblem[], count: number): string {
  const shown = problems.slice(0, WRITTEN_OUT).map(({ message }) => message);
  return `${shown.join(' ')}${count > shown.length ? ` And ${count - shown.length} more.` : ''}`;
}

/** What is refused when features are prepared, and of what is kept of them. */
export const dataCache = {
  'data.samples-at-fault': (p: { count: number; of: number | null; problems: readonly DataProblem[] }) =>
    `${p.of === null ? (p.count === 1 ? '1 sample' : `${p.count} samples`) : `${p.count} of ${p.of} samples`} cannot be prepared; all others have been. ${faults(p.problems, p.count)} ` +
    `Mend these files, or leave the samples out: with one click under Data sets, with "redreg data prepare --leave-out-broken", or under "leaveOut" in the definition.`,

  'data.cache-no-room': (p: { folder: string; neededBytes: number; freeBytes: number }) =>
    `The prepared features need about ${gigabytes(p.neededBytes)}, and the disk of ${p.folder} has ${gigabytes(p.freeBytes)} left. ` +
    `Free space, remove the prepared features of other sets, set REDREG_CACHE to a disk with room, or keep them as float16.`,

  'data.beyond-float16': (p: { sample: string; value: number }) =>
    `A feature of "${p.sample}" is ${p.value}, beyond ±65504, the most that float16 holds. Keep the prepared features of this set as float32.`,

  'data.cache-in-use': (p: { name: string; run: string }) =>
    `The prepared features of "${p.name}" are being read: the run ${p.run} trains on it. Wait until it has ended, or pause it.`,
} as const;

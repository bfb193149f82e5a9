import { permutation } from '../../tensor/random.ts';
import type { FrameSettings } from '../settings.ts';

/**
 * Which of `available` frames (sorted by file name) the network gets, rising: `random` draws without replacement by `key`, `uniform`
 * takes the middle of each of `count` equal parts.
 *
 * Shapes: → [count]. `available` is at least `count`.
 * Source: official `CramedDataset` (random entries, indices sorted, train and test alike).
 * Deviation: the official loader sorts indices into an unsorted directory listing; ours are in order of time (methods.md 1.5, no. 17).
 */
export function chooseFrames(
  available: number,
  { count, choice }: Pick<FrameSettings, 'count' | 'choice'>,
  key: number,
): number[] {
  if (choice === 'uniform') return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * available) / count));
  return [...permutation(key, available)].slice(0, count).sort((a, b) => a - b);
}

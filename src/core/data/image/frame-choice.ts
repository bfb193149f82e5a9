import { permutation } from '../../tensor/random.ts';
import { aveFrames, kineticsFrames, kineticsTestFrames } from './kinetics-frames.ts';

/** `kinetics`: by segments, another rule in training than in evaluation; `ave`: the first of each segment; `first`: the first ones. */
export type FrameChoice = 'random' | 'uniform' | 'kinetics' | 'ave' | 'first';

export interface FramePick {
  readonly count: number;
  readonly choice: FrameChoice;
  /** In evaluation, where `kinetics` has a rule of its own. */
  readonly isEvaluation?: boolean;
}

/**
 * Which of `available` frames (sorted by file name) the network gets, rising: `random` draws without replacement by `key`, `uniform`
 * takes the middle of each of `count` equal parts, `first` the first ones; `kinetics` and `ave` are those of `kinetics-frames.ts`, whose
 * numbers are from 1.
 *
 * Shapes: → [count]. `available` is at least `count`, for `kinetics` and `ave` at least 1.
 * Source: official `CramedDataset` (random entries, indices sorted, train and test alike); `first`: `VGGSound` of the OGM-GE repository.
 * Deviation: the official loaders take indices of an unsorted directory listing; ours are in order of time (methods.md 1.5, no. 17).
 */
export function chooseFrames(available: number, { count, choice, isEvaluation = false }: FramePick, key: number): number[] {
  switch (choice) {
    case 'uniform':
      return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * available) / count));
    case 'first':
      return Array.from({ length: count }, (_, i) => i);
    case 'kinetics':
      return (isEvaluation ? kineticsTestFrames(available, count) : kineticsFrames(available, count, key)).map(fromZero);
    case 'ave':
      return aveFrames(available, count).map(fromZero);
    case 'random':
      return [...permutation(key, available)].slice(0, count).sort((a, b) => a - b);
    default:
      return choice satisfies never;
  }
}

const fromZero = (number: number): number => number - 1;

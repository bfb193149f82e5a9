import { uniformAt } from '../../tensor/random.ts';

/** The loaders write one digit into the name `frame_0000<t>.jpg`, so no later frame can be asked for. */
const LAST_NUMBER = 9;

/** With at most two frames a segment every pick is the first frame. */
const isShort = (files: number, count: number): boolean => files <= 2 * count;

/** The name of frame `number`, from 1, as the extraction scripts write it. */
export const frameName = (number: number): string => `frame_${String(number).padStart(5, '0')}.jpg`;

/**
 * Numbers, from 1, of the frames that the official Kinetics-Sounds loaders take in training: with seg = floor(files / count), one of
 * i seg + 1 ... i seg + seg, drawn by `key`, for each i < count; 10 and above become 9. Where there are at most two frames a segment all
 * are 1.
 *
 * Shapes: → [count]. Source: methods.md 5.2, where count is 3.
 */
export function kineticsFrames(files: number, count: number, key: number): number[] {
  const segment = Math.floor(files / count);
  return Array.from({ length: count }, (_, i) =>
    isShort(files, count) ? 1 : Math.min(LAST_NUMBER, i * segment + 1 + Math.floor(uniformAt(key, i) * segment)),
  );
}

/**
 * The same in evaluation: i seg + max(floor(seg / 2), 1). For ten frames 1, 4, 7.
 *
 * Shapes: → [count]. Source: methods.md 5.2.
 * Deviation: from twelve frames on the official loader asks for `frame_000010.jpg`, which no script writes, and fails; as in training
 *   we take the ninth.
 */
export function kineticsTestFrames(files: number, count: number): number[] {
  const segment = Math.floor(files / count);
  return Array.from({ length: count }, (_, i) =>
    isShort(files, count) ? 1 : Math.min(LAST_NUMBER, i * segment + Math.max(Math.floor(segment / 2), 1)),
  );
}

/**
 * Numbers, from 1, of the frames that `AVDataset` takes, training or not: seg i + 1 with seg = floor(files / count).
 *
 * Shapes: → [count]. Source: methods.md 5.4. Deviation: beyond the ninth as above.
 */
export function aveFrames(files: number, count: number): number[] {
  const segment = Math.floor(files / count);
  return Array.from({ length: count }, (_, i) => Math.min(LAST_NUMBER, segment * i + 1));
}

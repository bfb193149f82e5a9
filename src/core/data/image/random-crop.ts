import { uniformAt } from '../../tensor/random.ts';
import type { AugmentSettings } from '../settings.ts';
import type { Box } from './resize.ts';

const TRIES = 10;

/** Python's round: halves go to the even neighbour. */
function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? floor + (floor % 2) : Math.round(x);
}

/** The largest box within the aspect limits, in the middle. */
function middleBox(width: number, height: number, [narrow, wide]: readonly [number, number]): Box {
  const aspect = width / height;
  const w = aspect > wide ? roundHalfEven(height * wide) : width;
  const h = aspect < narrow ? roundHalfEven(width / narrow) : height;
  return { left: Math.floor((width - w) / 2), top: Math.floor((height - h) / 2), width: w, height: h };
}

/**
 * Where a random resized crop cuts: a box whose area is uniform in `scale` times the picture's and whose aspect is log-uniform in
 * `ratio`; ten tries, then the largest box within the aspect limits, in the middle. Numbers 0 to 39 of `key` are used.
 *
 * Units: whole pixels. Source: torchvision `RandomResizedCrop.get_params`. Deviation: other random numbers.
 */
export function randomCrop(width: number, height: number, { scale, ratio }: AugmentSettings, key: number): Box {
  const [narrow, wide] = [Math.log(ratio[0]), Math.log(ratio[1])];
  for (let i = 0; i < TRIES; i++) {
    const draw = (j: number): number => uniformAt(key, 4 * i + j);
    const area = width * height * (scale[0] + (scale[1] - scale[0]) * draw(0));
    const aspect = Math.exp(narrow + (wide - narrow) * draw(1));
    const w = roundHalfEven(Math.sqrt(area * aspect));
    const h = roundHalfEven(Math.sqrt(area / aspect));
    if (w < 1 || h < 1 || w > width || h > height) continue;
    return { left: Math.floor(draw(3) * (width - w + 1)), top: Math.floor(draw(2) * (height - h + 1)), width: w, height: h };
  }
  return middleBox(width, height, ratio);
}

/** Whether to mirror, with this probability; number 40 of `key`, so it does not depend on how many tries the crop took. */
export const randomFlip = ({ flipProbability }: AugmentSettings, key: number): boolean =>
  uniformAt(key, 4 * TRIES) < flipProbability;

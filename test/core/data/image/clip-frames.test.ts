import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { blockRule, spread, spreadRule, steadyRule, type FrameRule } from '../../../../src/core/data/image/clip-frames.ts';

interface Choice {
  readonly clip: string;
  /** The rate that the clip was made with; `rate` is what its file tells. */
  readonly nominal: number;
  /** When the first frame is shown. */
  readonly start: number;
  readonly rate: number;
  readonly frames: number;
  readonly decoded: number;
  readonly three: readonly number[];
  readonly four: readonly number[];
  readonly second: readonly number[];
}
const { choices } = JSON.parse(readFileSync('test/fixtures/clips/frames.json', 'utf8')) as { choices: readonly Choice[] };

type Clip = Pick<Choice, 'nominal' | 'start' | 'rate' | 'frames' | 'decoded'>;

/** Numbers of the frames kept of a clip whose frames come evenly. */
function kept(rule: FrameRule, { nominal, start, rate, frames, decoded }: Clip): number[] {
  const chooser = rule({ rate, frames });
  const times = Array.from({ length: decoded }, (_, i) => start + i / nominal);
  const counts = [...times.map((time) => chooser.next(time)), chooser.end(start + decoded / nominal)].slice(1);
  return counts.flatMap((count, index) => Array<number>(count).fill(index));
}

const even = (rate: number, decoded: number, frames = decoded): Clip => ({ nominal: rate, start: 0, rate, frames, decoded });

describe('the rule of the official extraction script', () => {
  test('keeps 0, 9 and 18 of each 29 frames of 29.97 a second (by hand)', () => {
    // floor(29.97) = 29 frames a block, floor(29 / 3) = 9 apart; 27 would be the fourth and is not kept
    expect(kept(blockRule(3), even(30000 / 1001, 75))).toEqual([0, 9, 18, 29, 38, 47, 58, 67]);
  });

  test('believes the number of frames that the file announces, as the script does', () => {
    expect(kept(blockRule(3), even(30, 35, 30))).toEqual([0, 10, 20]);
    expect(kept(blockRule(3), even(30, 35, 40))).toEqual([0, 10, 20, 30]);
  });

  test('keeps every frame where there are fewer a second than asked for', () => {
    expect(kept(blockRule(3), even(2, 4))).toEqual([0, 1, 2, 3]);
  });

  test('a clip without frames gives none', () => {
    expect(kept(blockRule(3), even(30, 0))).toEqual([]);
  });
});

describe('as many frames a second as FFmpeg gives', () => {
  test('takes the last frame before the middle of each second (by hand)', () => {
    // 25 a second: frame 12 is at 0.48 s and rounds to second 0, frame 13 at 0.52 s to second 1
    expect(kept(steadyRule(1), even(25, 75))).toEqual([12, 37, 62]);
  });

  test('a clip of half a second gives one frame, a shorter one none', () => {
    expect(kept(steadyRule(1), even(10, 5))).toEqual([4]);
    expect(kept(steadyRule(1), even(10, 4))).toEqual([]);
  });

  test('repeats a frame that lasts for several seconds', () => {
    const chooser = steadyRule(1)({ rate: 25, frames: 3 });
    // Frames at 0, 0.04 and 3.2 s: the second one stands for 0, 1 and 2 s, the third for 3 s
    expect([chooser.next(0), chooser.next(0.04), chooser.next(3.2), chooser.end(3.6)]).toEqual([0, 0, 3, 1]);
  });

  test('two a second of ten frames a second (by hand)', () => {
    // Picture n stands for n / 2 s: the frames before 0.25, 0.75, 1.25 and 1.75 s
    expect(kept(steadyRule(2), even(10, 20))).toEqual([2, 7, 12, 17]);
  });
});

describe('frames spread evenly', () => {
  test('takes the middle of each part (by hand)', () => {
    // Parts of 10 frames: 0-9, 10-19, 20-29
    expect(kept(spreadRule(3), even(25, 30))).toEqual([5, 15, 25]);
    expect(spread(2, 4)).toEqual([0, 0, 1, 1]);
  });

  test('repeats frames of a clip that has fewer, and the last one for those that do not come', () => {
    expect(kept(spreadRule(4), even(25, 2))).toEqual([0, 0, 1, 1]);
    expect(kept(spreadRule(3), even(25, 12, 30))).toEqual([5, 11, 11]);
  });
});

test.each(choices.map((choice) => [choice.clip, choice] as const))('%s: the same frames as OpenCV and FFmpeg', (_, choice) => {
  expect(kept(blockRule(3), choice)).toEqual(choice.three);
  expect(kept(blockRule(4), choice)).toEqual(choice.four);
  expect(kept(steadyRule(1), choice)).toEqual(choice.second);
});

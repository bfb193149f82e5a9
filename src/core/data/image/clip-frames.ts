/**
 * Which frames of a clip are kept, decided while they are decoded, one after the other, so that no clip is ever held whole.
 *
 * A rule looks at the time of each frame as it comes. Whether a frame is kept may depend on the one after it, so the answer is always
 * about the frame before: how often that one is kept (0, 1, or more where a slow clip has to fill several seconds).
 */
export interface FrameChooser {
  /** Frame number `index` is shown from `time` seconds on. How often the frame before it is kept; 0 at the first. */
  next(time: number): number;
  /** The last frame ends at `time`. How often it is kept. */
  end(time: number): number;
}

/** What is known of a clip before its frames are decoded. */
export interface ClipTimeline {
  /** Frames per second as OpenCV's CAP_PROP_FPS gives them. */
  readonly rate: number;
  /** As OpenCV's CAP_PROP_FRAME_COUNT: what the file says, or duration times rate. */
  readonly frames: number;
}

export type FrameRule = (clip: ClipTimeline) => FrameChooser;

/** Keeps frames by their number alone. */
function byNumber(isKept: (index: number) => boolean): FrameChooser {
  let index = -1;
  const before = (): number => (index >= 0 && isKept(index) ? 1 : 0);
  return {
    next() {
      const kept = before();
      index++;
      return kept;
    },
    end: before,
  };
}

/**
 * The rule of the official extraction script for CREMA-D (`video2frame_update`): with fps = floor(rate) and interval = floor(fps / kept),
 * in each block of `fps` frames the numbers 0, interval, 2 interval, ..., `kept` of them. 29.97 frames a second count as 29.
 *
 * Ranges: `perSecond` ≥ 1. Edge: where a clip has fewer frames a second than are to be kept, all of them are (the script divides by zero).
 * Source: `video_preprocessing.py` of the official repositories (methods.md 5.1); it keeps 4 while the loaders read 3 (1.5, no. 16).
 */
export function blockRule(perSecond: number): FrameRule {
  return ({ rate, frames }) => {
    const fps = Math.max(1, Math.floor(rate));
    const interval = Math.max(1, Math.floor(fps / perSecond));
    return byNumber((index) => {
      const within = index % fps;
      return index < frames && within < interval * perSecond && within % interval === 0;
    });
  };
}

/** Far below a tick of any time base; a time that is a half in the file's own ticks is one in seconds too. */
const TOLERANCE = 1e-7;

/** FFmpeg's AV_ROUND_NEAR_INF: halves away from zero. */
const roundHalfAway = (x: number): number => Math.sign(x) * Math.floor(Math.abs(x) + 0.5 + TOLERANCE);

/**
 * As `ffmpeg -vf fps=<perSecond>` gives frames: picture n stands for the time n / perSecond, and is the last frame whose rounded time
 * is not after it, so at one a second mostly the frame just before n + 0.5 s. A clip of 10 s gives ten pictures, one of 0.4 s none.
 *
 * Source: libavfilter/vf_fps.c, rounding `near`, end `round`. Times are counted from the start of the file.
 */
export function steadyRule(perSecond: number): FrameRule {
  return () => {
    const tick = (time: number): number => roundHalfAway(time * perSecond);
    let held: number | null = null;
    let due = 0;
    const until = (limit: number): number => {
      const count = Math.max(0, limit - due);
      due += count;
      return count;
    };
    return {
      next(time) {
        const at = tick(time);
        const isFirst = held === null;
        held = at;
        if (isFirst) due = at;
        return isFirst ? 0 : until(at);
      },
      end: (time) => (held === null ? 0 : until(tick(time))),
    };
  };
}

/**
 * `count` frames spread evenly: the middle of each of `count` equal parts of the clip. Fewer frames than asked are repeated, and the last
 * one stands for those that the file announces and does not hold.
 */
export function spreadRule(count: number): FrameRule {
  return ({ frames }) => {
    const wanted = spread(frames, count);
    let index = -1;
    return {
      next() {
        const kept = wanted.filter((number) => number === index).length;
        index++;
        return kept;
      },
      end: () => wanted.filter((number) => number >= index).length,
    };
  };
}

/** The middle of each of `count` equal parts of 0 ... `available` - 1, rising; numbers repeat where there are fewer. */
export const spread = (available: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * available) / count));

import type { ClipTimeline, FrameRule } from '../../../../core/data/image/clip-frames.ts';
import type { Picture } from '../../../../core/data/image/resize.ts';
import { rotatePicture, type Turns } from '../../../../core/data/image/rotate.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { decoded } from './decode.ts';
import { AV_NOPTS_VALUE, AV_PKT_DATA_DISPLAYMATRIX, Frame, type FormatContext, type Rational, type Stream } from './libav.ts';
import { eachOfMedia, type ClipSource, type Media } from './open-media.ts';
import { ToPicture } from './to-picture.ts';

/** A frame that was kept. */
export interface ClipFrame {
  /** Its number among the frames of the clip, from 0. */
  readonly index: number;
  /** Seconds from the start of the file. */
  readonly time: number;
  readonly picture: Picture;
}

const value = ({ num, den }: Rational): number => (den === 0 ? 0 : num / den);

/** FFmpeg's guess of the frame rate (av_guess_frame_rate), which is OpenCV's CAP_PROP_FPS. Units: frames a second. */
function rateOf(stream: Stream): number {
  const [real, average] = [value(stream.rFrameRate), value(stream.avgFrameRate)];
  const guess = average > 0 && average < 70 && real > 210 ? average : real;
  return guess > 0 ? guess : average > 0 ? average : 1 / value(stream.timeBase);
}

const secondsOf = (format: FormatContext, stream: Stream): number =>
  format.duration > 0n ? Number(format.duration) / 1e6 : Math.max(0, Number(stream.duration) * value(stream.timeBase));

/** What the header says of the frames, as OpenCV sees it. */
export function timelineOf(format: FormatContext, stream: Stream): ClipTimeline {
  const rate = rateOf(stream);
  const frames = stream.nbFrames > 0n ? Number(stream.nbFrames) : Math.floor(secondsOf(format, stream) * rate + 0.5);
  return { rate, frames };
}

/** Quarter turns clockwise that the file asks for, from the first column of its 3 x 3 matrix (16.16 fixed point). */
function turnsOf({ codecpar }: Stream): Turns {
  const matrix = codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX);
  if (!matrix) return 0;
  const degrees = (Math.atan2(matrix.readInt32LE(4), matrix.readInt32LE(0)) * 180) / Math.PI;
  return (((Math.round(degrees / 90) % 4) + 4) % 4) as Turns;
}

/** Time of a frame in seconds from the start of the file. */
function timeOf(frame: Frame, stream: Stream, start: number, fallback: number): number {
  const { bestEffortTimestamp } = frame;
  return bestEffortTimestamp === AV_NOPTS_VALUE ? fallback : Number(bestEffortTimestamp) * value(stream.timeBase) - start;
}

function* kept(media: Media, rule: FrameRule): Generator<ClipFrame> {
  const { format, video, source } = media;
  if (!video) {
    const { file, list, line } = source;
    throw new AppError('data.clip-no-video', { file, list, line, count: 1 });
  }
  const timeline = timelineOf(format, video);
  const chooser = rule(timeline);
  const turns = turnsOf(video);
  const start = format.startTime === AV_NOPTS_VALUE ? 0 : Number(format.startTime) / 1e6;
  const converter = new ToPicture();
  const held = new Frame();
  held.alloc();
  let [index, time, end] = [-1, 0, 0];
  function* keep(count: number): Generator<ClipFrame> {
    if (count === 0) return;
    const picture = rotatePicture(converter.convert(held), turns);
    for (let i = 0; i < count; i++) yield { index, time, picture };
  }
  try {
    for (const frame of decoded(media, video)) {
      const now = timeOf(frame, video, start, end);
      yield* keep(chooser.next(now));
      held.unref();
      held.ref(frame);
      index++;
      time = now;
      end = now + (frame.duration > 0n ? Number(frame.duration) * value(video.timeBase) : 1 / timeline.rate);
    }
    if (index >= 0) yield* keep(chooser.end(end));
  } finally {
    converter.close();
    held.free();
  }
}

/**
 * The frames of a clip that `rule` keeps, one after the other, in red, green and blue, upright. Memory holds no more than two frames,
 * however long the clip is; files are closed when the reader ends or stops.
 *
 * Errors: `data.clip-no-video`, `data.clip-unsupported`, `data.clip-unreadable`, `data.file-unreadable`. A clip without a single frame
 * that can be decoded gives none.
 */
export const framesOfClip = (source: ClipSource, rule: FrameRule): Generator<ClipFrame> =>
  eachOfMedia(source, (media) => kept(media, rule));

import { AppError } from '../../../../core/errors/app-error.ts';
import { decoded } from './decode.ts';
import type { Frame } from './libav.ts';
import { AV_CHANNEL_ORDER_NATIVE, AV_SAMPLE_FMT_S16, SoftwareResampleContext, type Stream } from './libav.ts';
import { meanOfChannels } from './mean-of-channels.ts';
import { mediaFault, withMedia, type ClipSource, type Media } from './open-media.ts';

/** Mono sound. Values mostly within [-1, 1]. */
export interface Sound {
  readonly samples: Float32Array;
  /** Hertz. */
  readonly rate: number;
}

function soundOf({ audio, source }: Media): Stream {
  const { file, list, line } = source;
  if (!audio) throw new AppError('data.clip-no-sound', { file, list, line, count: 1 });
  return audio;
}

/** Pieces one after the other; none is a fault of the clip. */
function joined(pieces: readonly Float32Array[], { file, list, line }: ClipSource): Float32Array {
  const samples = new Float32Array(pieces.reduce((n, piece) => n + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  if (samples.length === 0) throw new AppError('data.clip-no-sound', { file, list, line, count: 1 });
  return samples;
}

/**
 * The sound of a media file at its own rate; several channels become their mean, as librosa's `to_mono` does.
 *
 * Shapes: samples [n]. `seconds` cuts the end off, undecoded.
 * Errors: `data.clip-no-sound`, `data.clip-unsupported`, `data.clip-unreadable`, `data.file-unreadable`.
 */
export function clipSamples(source: ClipSource, seconds = Infinity): Sound {
  return withMedia(source, (media) => {
    const stream = soundOf(media);
    const rate = stream.codecpar.sampleRate;
    const pieces: Float32Array[] = [];
    let n = 0;
    for (const frame of decoded(media, stream)) {
      pieces.push(meanOfChannels(frame));
      n += frame.nbSamples;
      if (n >= seconds * rate) break;
    }
    return { samples: joined(pieces, source).subarray(0, seconds * rate), rate };
  });
}

/** A context of FFmpeg's own resampler, from a frame's form to mono 16-bit at `rate`. */
function resamplerFor(frame: Frame, rate: number, source: ClipSource): SoftwareResampleContext {
  const context = new SoftwareResampleContext();
  const out = { nbChannels: 1, order: AV_CHANNEL_ORDER_NATIVE, mask: 4n };
  const code = context.allocSetOpts2(out, AV_SAMPLE_FMT_S16, rate, frame.channelLayout, frame.format as never, frame.sampleRate);
  const started = code < 0 ? code : context.init();
  if (started >= 0) return context;
  context.free();
  throw mediaFault(source, started);
}

/** What the resampler gives for a frame, or holds back at the end (null). */
function resampled(context: SoftwareResampleContext, frame: Frame | null): Float32Array {
  const room = context.getOutSamples(frame?.nbSamples ?? 0) + 32;
  const bytes = Buffer.alloc(2 * room);
  const count = context.convertSync([bytes], room, frame?.extendedData ?? null, frame?.nbSamples ?? 0);
  return Float32Array.from({ length: Math.max(0, count) }, (_, i) => bytes.readInt16LE(2 * i) / 0x8000);
}

/**
 * The sound of a media file, mono at `rate`, as `ffmpeg -i <file> -ac 1 -ar <rate> out.wav` writes it and a reader of that wav gives it:
 * mixed and resampled by FFmpeg's own resampler, rounded to 16 bits. The official pipelines for Kinetics-Sounds and VGGSound begin so.
 *
 * Units: hertz. Shapes: samples [n]. Errors: as `clipSamples`.
 */
export function clipSamplesAt(source: ClipSource, rate: number): Sound {
  return withMedia(source, (media) => {
    const pieces: Float32Array[] = [];
    let context: SoftwareResampleContext | null = null;
    try {
      for (const frame of decoded(media, soundOf(media))) {
        context ??= resamplerFor(frame, rate, source);
        pieces.push(resampled(context, frame));
      }
      if (context) pieces.push(resampled(context, null));
    } finally {
      context?.free();
    }
    return { samples: joined(pieces, source), rate };
  });
}

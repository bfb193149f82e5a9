import {
  AV_SAMPLE_FMT_DBL,
  AV_SAMPLE_FMT_DBLP,
  AV_SAMPLE_FMT_FLT,
  AV_SAMPLE_FMT_FLTP,
  AV_SAMPLE_FMT_S16,
  AV_SAMPLE_FMT_S16P,
  AV_SAMPLE_FMT_S32,
  AV_SAMPLE_FMT_S32P,
  AV_SAMPLE_FMT_U8,
  AV_SAMPLE_FMT_U8P,
  type Frame,
} from './libav.ts';

/** How one value is read from memory, at its number in a plane. */
type Read = (plane: Buffer, i: number) => number;

const readers = new Map<number, { readonly isPlanar: boolean; readonly read: Read }>(
  (
    [
      [AV_SAMPLE_FMT_U8, AV_SAMPLE_FMT_U8P, (plane, i) => ((plane[i] ?? 128) - 128) / 128],
      [AV_SAMPLE_FMT_S16, AV_SAMPLE_FMT_S16P, (plane, i) => plane.readInt16LE(2 * i) / 0x8000],
      [AV_SAMPLE_FMT_S32, AV_SAMPLE_FMT_S32P, (plane, i) => plane.readInt32LE(4 * i) / 0x80000000],
      [AV_SAMPLE_FMT_FLT, AV_SAMPLE_FMT_FLTP, (plane, i) => plane.readFloatLE(4 * i)],
      [AV_SAMPLE_FMT_DBL, AV_SAMPLE_FMT_DBLP, (plane, i) => plane.readDoubleLE(8 * i)],
    ] as [number, number, Read][]
  ).flatMap(([packed, planar, read]) => [
    [packed, { isPlanar: false, read }],
    [planar, { isPlanar: true, read }],
  ]),
);

/** A decoded piece of sound as one channel: the mean of all. Whole numbers are scaled to [-1, 1). Shapes: → [frame.nbSamples]. */
export function meanOfChannels(frame: Frame): Float32Array {
  const { channels, nbSamples, format } = frame;
  const reader = readers.get(format);
  if (!reader) throw new RangeError(`sample format ${format} is not one that decoders give`);
  const { isPlanar, read } = reader;
  const planes = frame.extendedData ?? frame.data ?? [];
  const samples = new Float32Array(nbSamples);
  for (let c = 0; c < channels; c++) {
    const plane = planes[isPlanar ? c : 0];
    if (!plane) throw new RangeError(`channel ${c} of ${channels} is missing`);
    for (let i = 0; i < nbSamples; i++) samples[i] = (samples[i] ?? 0) + read(plane, isPlanar ? i : i * channels + c) / channels;
  }
  return samples;
}

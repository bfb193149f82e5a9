import { AppError } from '../../errors/app-error.ts';
import { readWavHeader, type WavHeader, type WavSource } from './wav-header.ts';

/** One value at a byte offset, scaled to [-1, 1) as libsndfile does: divided by 2^(bits-1); 8 bits are unsigned. Float stays as it is. */
function reader({ encoding, bits }: WavHeader, view: DataView): (at: number) => number {
  switch (bits) {
    case 8:
      return (at) => (view.getUint8(at) - 128) / 128;
    case 16:
      return (at) => view.getInt16(at, true) / 0x8000;
    case 24:
      return (at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 0x800000;
    case 32:
      return encoding === 'float' ? (at) => view.getFloat32(at, true) : (at) => view.getInt32(at, true) / 0x80000000;
    default:
      return (at) => view.getFloat64(at, true);
  }
}

/** Mono float samples of a recording. Several channels become their mean, as librosa's `to_mono`. Shapes: [length]. Units: `rate` in hertz. */
export function decodeWav(bytes: Uint8Array, source: WavSource): { readonly samples: Float32Array; readonly rate: number } {
  const header = readWavHeader((offset, length) => bytes.subarray(offset, offset + length), bytes.length, source);
  const { channels, length, offset, bits, rate } = header;
  const value = reader(header, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const step = bits / 8;
  const samples = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += value(offset + (i * channels + c) * step);
    samples[i] = sum / channels;
    if (!Number.isFinite(sum))
      throw new AppError('data.wav-not-finite', { file: source.file, list: source.list, line: source.line, sample: i });
  }
  return { samples, rate };
}

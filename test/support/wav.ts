/** A wav file made by the test, so that each fault and each accepted form is visible where it is used. */
export interface WavForm {
  readonly rate?: number;
  readonly bits?: number;
  readonly channels?: number;
  /** Format tag: 1 PCM, 3 float. */
  readonly codec?: number;
  /** Writes the format as WAVE_FORMAT_EXTENSIBLE. */
  readonly isExtensible?: boolean;
  /** Chunks between format and data, as [id, size]; an odd size gets its pad byte. */
  readonly extraChunks?: readonly (readonly [string, number])[];
  /** Size to announce in the data chunk instead of the true one. */
  readonly announcedBytes?: number;
}

/** Bytes of one value in [-1, 1]. */
function valueBytes(value: number, bits: number, codec: number): Buffer {
  const bytes = Buffer.alloc(bits / 8);
  if (codec === 3) return bits === 32 ? (bytes.writeFloatLE(value), bytes) : (bytes.writeDoubleLE(value), bytes);
  const scaled = Math.max(-(2 ** (bits - 1)), Math.min(2 ** (bits - 1) - 1, Math.round(value * 2 ** (bits - 1))));
  if (bits === 8) bytes.writeUInt8(scaled + 128);
  else bytes.writeIntLE(scaled, 0, bits / 8);
  return bytes;
}

function chunk(id: string, body: Buffer, announced = body.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 'latin1');
  head.writeUInt32LE(announced, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

/** A wav file of these values (interleaved where there are several channels). */
export function wavFile(values: readonly number[], form: WavForm = {}): Buffer {
  const { rate = 8000, bits = 16, channels = 1, codec = 1, isExtensible = false, extraChunks = [] } = form;
  const format = Buffer.alloc(isExtensible ? 40 : 16);
  format.writeUInt16LE(isExtensible ? 0xfffe : codec, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE((rate * channels * bits) / 8, 8);
  format.writeUInt16LE((channels * bits) / 8, 12);
  format.writeUInt16LE(bits, 14);
  if (isExtensible) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(bits, 18);
    format.writeUInt16LE(codec, 24);
  }
  const data = Buffer.concat(values.map((value) => valueBytes(value, bits, codec)));
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    chunk('fmt ', format),
    ...extraChunks.map(([id, size]) => chunk(id, Buffer.alloc(size))),
    chunk('data', data, form.announcedBytes),
  ]);
  return chunk('RIFF', body);
}

/** A tone, so that a swapped byte or channel shows. */
export const tone = (length: number, periods: number, amplitude = 0.5): number[] =>
  Array.from({ length }, (_, i) => amplitude * Math.sin((2 * Math.PI * periods * i) / length));

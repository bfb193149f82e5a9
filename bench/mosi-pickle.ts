import { closeSync, openSync, writeSync } from 'node:fs';

/** Splits and label counts of MultiBench's mosi_data.pkl: score up to 0, above 0 (methods.md 5.5). */
const SPLITS = { train: [605, 679], valid: [105, 124], test: [409, 277] } as const;
const MODALITIES = { text: 300, audio: 74, vision: 35 } as const;
const CHUNK = 2 ** 20;

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value, 'utf8');
  const head = Buffer.from([0x58, 0, 0, 0, 0]);
  head.writeUInt32LE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
};
const int = (value: number): Buffer => {
  const bytes = Buffer.from([0x4a, 0, 0, 0, 0]);
  bytes.writeInt32LE(value, 1);
  return bytes;
};
const op = (code: string): Buffer => Buffer.from(code, 'latin1');
const global = (name: string): Buffer => op(`c${name.replace(/\.(\w+)$/, '\n$1')}\n`);

/** A numpy array as protocol 4 has it, up to its values and what follows them. */
function array(shape: readonly number[], type: string, bytes: number): { head: Buffer; tail: Buffer } {
  const length = Buffer.from([0x8e, 0, 0, 0, 0, 0, 0, 0, 0]);
  length.writeBigUInt64LE(BigInt(bytes), 1);
  const dtype = Buffer.concat([
    global('numpy.dtype'),
    text(type),
    op('\x89\x88\x87R('),
    int(3),
    text('<'),
    op('NNN'),
    int(-1),
    int(-1),
    int(0),
    op('tb'),
  ]);
  return {
    head: Buffer.concat([
      global('numpy.core.multiarray._reconstruct'),
      global('numpy.ndarray'),
      op('K\0\x85C\x01b\x87R(K\x01('),
      ...shape.map(int),
      op('t'),
      dtype,
      op('\x89'),
      length,
    ]),
    tail: op('tb'),
  };
}

/** Numbers that only have to be different: a linear congruential generator. */
function filler(): (bytes: Float64Array) => void {
  let state = 1;
  return (values) => {
    for (let i = 0; i < values.length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      values[i] = state / 2 ** 31 - 1;
    }
  };
}

/**
 * Writes a pickle of CMU-MOSI's real shape, 1,284 + 229 + 686 samples of `steps` steps in float64, with the published label counts. All
 * values are drawn and say nothing about the labels: what is measured is time, and accuracy stays near chance.
 */
export function writeMosiPickle(file: string, steps: number): void {
  const fd = openSync(file, 'w');
  const put = (bytes: Uint8Array): void => void writeSync(fd, bytes);
  const fill = filler();
  put(op('\x80\x04}('));
  for (const [split, [negative, positive]] of Object.entries(SPLITS)) {
    const rows = negative + positive;
    put(Buffer.concat([text(split), op('}(')]));
    for (const [modality, features] of Object.entries(MODALITIES)) {
      const count = rows * steps * features;
      const { head, tail } = array([rows, steps, features], 'f8', 8 * count);
      put(Buffer.concat([text(modality), head]));
      for (let done = 0; done < count; done += CHUNK) {
        const values = new Float64Array(Math.min(CHUNK, count - done));
        fill(values);
        put(new Uint8Array(values.buffer));
      }
      put(tail);
    }
    // The classes by turns, as long as both last.
    const scores = Float64Array.from({ length: rows }, (_, row) =>
      Math.floor(((row + 1) * positive) / rows) > Math.floor((row * positive) / rows) ? 1.2 : -0.8,
    );
    const { head, tail } = array([rows, 1, 1], 'f8', 8 * rows);
    put(Buffer.concat([text('labels'), head, new Uint8Array(scores.buffer), tail]));
    put(
      Buffer.concat([
        text('id'),
        op(']('),
        ...Array.from({ length: rows }, (_, row) => text(`${split}${Math.floor(row / 24)}$_$${row}`)),
        op('e'),
      ]),
    );
    put(op('u'));
  }
  put(op('u.'));
  closeSync(fd);
}

import { readSync } from 'node:fs';
import { AppError } from '../../../../core/errors/app-error.ts';

/** A long run of bytes that was left in the file. */
export class FilePart {
  readonly offset: number;
  readonly length: number;
  /** `latin1-in-utf8`: each byte stands as the character of that number, written in UTF-8, as protocol 2 has it. */
  readonly form: 'bytes' | 'latin1-in-utf8';

  constructor(offset: number, length: number, form: FilePart['form']) {
    this.offset = offset;
    this.length = length;
    this.form = form;
  }
}

/** Runs of this many bytes and more stay in the file: they are the values of arrays. */
const LONG = 65_536;
const WINDOW = 262_144;
/** A length that is written as a signed number and is a count of bytes (BINBYTES): pickleparser reads it as negative from 2 GiB on. */
const unsigned = (length: number): number => (length < 0 ? length + 2 ** 32 : length);

/**
 * A pickle read from an open file through a small window, so that its size does not matter: long runs of bytes are skipped and given as
 * `FilePart`. The form is that of pickleparser's reader; where it expects bytes or text, a `FilePart` may come, which it only hands on.
 *
 * Errors: `data.pickle-truncated`.
 */
export class FileReader {
  readonly #fd: number;
  readonly #file: string;
  readonly #size: number;
  #position = 0;
  #window: Buffer = Buffer.alloc(0);
  #windowAt = 0;

  constructor(fd: number, file: string, size: number) {
    this.#fd = fd;
    this.#file = file;
    this.#size = size;
  }

  byte(): number {
    return this.#take(1).readUInt8(0);
  }

  uint16(): number {
    return this.#take(2).readUInt16LE(0);
  }

  int32(): number {
    return this.#take(4).readInt32LE(0);
  }

  uint32(): number {
    return this.#take(4).readUInt32LE(0);
  }

  uint64(): number {
    return Number(this.#take(8).readBigUInt64LE(0));
  }

  float64(): number {
    return this.#take(8).readDoubleBE(0);
  }

  skip(length: number): void {
    this.#check(length);
    this.#position += length;
  }

  bytes(length: number): Uint8Array {
    const count = unsigned(length);
    return count < LONG ? new Uint8Array(this.#take(count)) : (this.#part(count, 'bytes') as unknown as Uint8Array);
  }

  /** Text; `ascii` is what Python 2 calls str: any bytes, here one character each. */
  string(length: number, encoding: 'ascii' | 'utf-8'): string {
    if (length < LONG) return this.#take(length).toString(encoding === 'ascii' ? 'latin1' : 'utf8');
    return this.#part(length, encoding === 'ascii' ? 'bytes' : 'latin1-in-utf8') as unknown as string;
  }

  line(): string {
    let line = '';
    for (let byte = this.byte(); byte !== 0x0a; byte = this.byte()) line += String.fromCharCode(byte);
    return line;
  }

  hasNext(): boolean {
    if (this.#position >= this.#size) this.#check(1);
    return true;
  }

  #part(length: number, form: FilePart['form']): FilePart {
    const part = new FilePart(this.#position, length, form);
    this.skip(length);
    return part;
  }

  #check(length: number): void {
    const end = this.#position + length;
    if (end > this.#size)
      throw new AppError('data.pickle-truncated', { file: this.#file, expectedBytes: end, foundBytes: this.#size });
  }

  #take(length: number): Buffer {
    this.#check(length);
    const from = this.#position - this.#windowAt;
    if (from < 0 || from + length > this.#window.length) this.#fill(Math.max(length, WINDOW));
    const start = this.#position - this.#windowAt;
    this.#position += length;
    return this.#window.subarray(start, start + length);
  }

  #fill(length: number): void {
    const window = Buffer.alloc(Math.min(length, this.#size - this.#position));
    const read = readSync(this.#fd, window, 0, window.length, this.#position);
    this.#window = window.subarray(0, read);
    this.#windowAt = this.#position;
  }
}

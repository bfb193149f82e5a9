import type { ElementType } from './element-type.ts';
import { halvesAsFloat32 } from './float16.ts';

/**
 * The numbers of `bytes` as float32, as numpy's `astype("float32")` gives them: a float64 beyond the range becomes infinite, a large
 * integer is rounded. Bytes after the last whole value are left out. The result has memory of its own.
 */
export function asFloat32(bytes: Uint8Array, type: ElementType): Float32Array {
  const count = Math.floor(bytes.length / type.bytes);
  // A copy begins where a view of any type may begin. (Not slice: that of Node's Buffer does not copy.)
  const own = new Uint8Array(bytes.subarray(0, count * type.bytes));
  if (type.bigEndian) swap(own, type.bytes);
  return convert(own.buffer, type);
}

/** The machines this runs on are little-endian, so views of the buffer read it as it is. */
function convert(buffer: ArrayBuffer, { kind, bytes }: ElementType): Float32Array {
  switch (kind) {
    case 'float':
      if (bytes === 2) return halvesAsFloat32(new Uint16Array(buffer));
      return bytes === 4 ? new Float32Array(buffer) : new Float32Array(new Float64Array(buffer));
    case 'int':
      if (bytes === 8) return Float32Array.from(new BigInt64Array(buffer), Number);
      return new Float32Array(
        bytes === 1 ? new Int8Array(buffer) : bytes === 2 ? new Int16Array(buffer) : new Int32Array(buffer),
      );
    case 'uint':
    case 'bool':
      if (bytes === 8) return Float32Array.from(new BigUint64Array(buffer), Number);
      return new Float32Array(
        bytes === 1 ? new Uint8Array(buffer) : bytes === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer),
      );
  }
}

/** Turns the bytes of each value around, in place. */
function swap(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

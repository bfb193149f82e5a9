/** A type of plain numbers, as numpy names it: `<f8` is a little-endian float of eight bytes. */
export interface ElementType {
  readonly kind: 'float' | 'int' | 'uint' | 'bool';
  /** Bytes of one value: 2, 4 or 8 for floats, 1, 2, 4 or 8 for integers, 1 for booleans. */
  readonly bytes: number;
  readonly bigEndian: boolean;
}

const KINDS: Readonly<Record<string, { readonly kind: ElementType['kind']; readonly bytes: readonly number[] }>> = {
  f: { kind: 'float', bytes: [2, 4, 8] },
  i: { kind: 'int', bytes: [1, 2, 4, 8] },
  u: { kind: 'uint', bytes: [1, 2, 4, 8] },
  b: { kind: 'bool', bytes: [1] },
};

/** The type behind a name such as `<f4`, `>i8`, `|b1` or `f8` (little-endian where nothing is said); null for all that is not a plain number. */
export function elementType(name: string): ElementType | null {
  const [, order, letter = '', digits] = /^([<>|=]?)([fiub])(\d+)$/.exec(name) ?? [];
  const [found, bytes] = [KINDS[letter], Number(digits)];
  return found?.bytes.includes(bytes) ? { kind: found.kind, bytes, bigEndian: order === '>' } : null;
}

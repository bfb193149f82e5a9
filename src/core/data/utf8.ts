/** Text, or the offset of the first byte that is not UTF-8. */
export type Decoded = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly offset: number };

/** Number of continuation bytes after a lead byte, -1 for a byte that cannot lead. */
function continuation(lead: number): number {
  if (lead < 0x80) return 0;
  if (lead >= 0xc2 && lead <= 0xdf) return 1;
  if (lead >= 0xe0 && lead <= 0xef) return 2;
  return lead >= 0xf0 && lead <= 0xf4 ? 3 : -1;
}

/** Smallest code point that may take one, two, three or four bytes; below it the form is overlong. */
const SMALLEST = [0, 0x80, 0x800, 0x10000];

/** The code point at `offset` and its length, or null where the bytes are no UTF-8. */
function codePointAt(bytes: Uint8Array, offset: number): { point: number; length: number } | null {
  const lead = bytes[offset] ?? 0;
  const count = continuation(lead);
  if (count < 0 || offset + count >= bytes.length) return null;
  let point = count === 0 ? lead : lead & (0x3f >> count);
  for (let i = 1; i <= count; i++) {
    const next = bytes[offset + i] ?? 0;
    if ((next & 0xc0) !== 0x80) return null;
    point = (point << 6) | (next & 0x3f);
  }
  const isSurrogate = point >= 0xd800 && point <= 0xdfff;
  return point < (SMALLEST[count] ?? 0) || point > 0x10ffff || isSurrogate ? null : { point, length: count + 1 };
}

/**
 * Strict UTF-8, without the byte-order mark if there is one. Overlong forms and surrogates are refused. Written here because the
 * core layer has no TextDecoder, and TextDecoder does not say where the fault is.
 */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  const parts: string[] = [];
  let points: number[] = [];
  let offset = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (offset < bytes.length) {
    const found = codePointAt(bytes, offset);
    if (!found) return { ok: false, offset };
    points.push(found.point);
    offset += found.length;
    if (points.length === 4096) {
      parts.push(String.fromCodePoint(...points));
      points = [];
    }
  }
  return { ok: true, text: parts.join('') + String.fromCodePoint(...points) };
}

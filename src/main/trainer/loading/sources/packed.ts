/** Several pieces as one: how many as a 32-bit number, the length of each likewise, then the pieces. */
export function packed(pieces: readonly Uint8Array[]): Uint8Array {
  const head = 4 * (1 + pieces.length);
  const bytes = new Uint8Array(pieces.reduce((n, piece) => n + piece.length, head));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, pieces.length, true);
  let at = head;
  for (const [i, piece] of pieces.entries()) {
    view.setUint32(4 * (i + 1), piece.length, true);
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** The pieces of `packed`, as views. */
export function unpacked(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  let at = 4 * (1 + count);
  return Array.from({ length: count }, (_, i) => {
    const length = view.getUint32(4 * (i + 1), true);
    at += length;
    return bytes.subarray(at - length, at);
  });
}

/** More than this of a recording is not sent to a page. */
const LONGEST_SECONDS = 60;
const HEAD_BYTES = 44;

/** A wav file that every browser plays, whatever the recording's own form: one channel, 16 bits. Values beyond −1 and 1 are clipped. */
export function playableWav(samples: Float32Array, rate: number): Uint8Array {
  const used = samples.subarray(0, LONGEST_SECONDS * rate);
  const bytes = new Uint8Array(HEAD_BYTES + 2 * used.length);
  const view = new DataView(bytes.buffer);
  const text = (at: number, letters: string): void => {
    for (const [i, letter] of [...letters].entries()) bytes[at + i] = letter.charCodeAt(0);
  };
  text(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true);
  view.setUint16(32, 2, true); // bytes of all channels of one moment
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, 2 * used.length, true);
  for (const [i, value] of used.entries())
    view.setInt16(HEAD_BYTES + 2 * i, Math.max(-32768, Math.min(32767, Math.round(32768 * value))), true);
  return bytes;
}

import { decodeFrames, partsOf } from './wire.ts';

/** Puts the frames of a socket together again: a text frame, then as many binary ones as it says. */
export function frameReader(onValue: (value: unknown) => void): (frame: string | ArrayBuffer) => void {
  let text = '';
  let missing = 0;
  let parts: Uint8Array[] = [];

  return (frame) => {
    if (typeof frame === 'string') {
      text = frame;
      missing = partsOf(frame);
      parts = [];
    } else {
      parts.push(new Uint8Array(frame));
      missing--;
    }
    if (missing === 0) onValue(decodeFrames(text, parts));
  };
}

import type { Picture } from './resize.ts';

/** Quarter turns clockwise. */
export type Turns = 0 | 1 | 2 | 3;

/** Where the pixel at row y, column x of the turned picture comes from, as a number of pixels from the start. */
function sourceOf(turns: Turns, { width, height }: Picture): (y: number, x: number) => number {
  switch (turns) {
    case 0:
      return (y, x) => y * width + x;
    case 1:
      return (y, x) => (height - 1 - x) * width + y;
    case 2:
      return (y, x) => (height - 1 - y) * width + (width - 1 - x);
    case 3:
      return (y, x) => x * width + (width - 1 - y);
  }
}

/** A picture turned clockwise by quarter turns: what a telephone held upright asks for in its recordings. */
export function rotatePicture(picture: Picture, turns: Turns): Picture {
  if (turns === 0) return picture;
  const { channels, pixels } = picture;
  const [width, height] = turns === 2 ? [picture.width, picture.height] : [picture.height, picture.width];
  const turned = new Uint8Array(pixels.length);
  const from = sourceOf(turns, picture);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += channels) {
      const at = from(y, x) * channels;
      for (let c = 0; c < channels; c++) turned[to + c] = pixels[at + c] ?? 0;
    }
  }
  return { width, height, channels, pixels: turned };
}

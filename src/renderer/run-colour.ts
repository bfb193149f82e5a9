/** What a run's colour follows from. */
export interface Coloured {
  /** The run's number in the library, from 1. */
  readonly number: number;
  /** `#rrggbb` where the user chose one. */
  readonly colour: string | null;
}

export interface RunLook {
  /** `#rrggbb` */
  readonly stroke: string;
  /** Lengths of line and gap in pixels, for `setLineDash`; empty for a whole line. */
  readonly dash: readonly number[];
}

/**
 * Twelve colours, each for a light and a dark ground, found by search among sets whose lines keep a contrast of 3 to 1 to their ground.
 * The two that are most alike, to full sight or to one of the three kinds of colour-blindness, lie 13 apart in CIELAB (2 is just
 * seen); of the first five, 32. test/renderer/run-colour.test.ts measures it.
 */
export const RUN_COLOURS: readonly (readonly [light: string, dark: string, name: string])[] = [
  ['#8c9901', '#d2ca17', 'Olive'],
  ['#00a776', '#02cea0', 'Emerald'],
  ['#0f4dc9', '#6165fe', 'Blue'],
  ['#93031b', '#cd3000', 'Red'],
  ['#ae4e9c', '#a350a9', 'Plum'],
  ['#aa326b', '#d92c70', 'Raspberry'],
  ['#1e5725', '#91d66b', 'Forest'],
  ['#fe3c6d', '#fdc4cb', 'Rose'],
  ['#965200', '#ad6139', 'Brown'],
  ['#068050', '#5ab862', 'Green'],
  ['#513c7d', '#a494bf', 'Grape'],
  ['#0d89d8', '#82a8fd', 'Sky'],
];

/** A run past the twelfth has the colour of another one and a line of its own. */
const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 3, 2, 3]];

/** How a run is drawn, everywhere and for ever: by its own colour, else by its number. */
export function runColour({ number, colour }: Coloured, isDark: boolean): RunLook {
  if (colour !== null) return { stroke: colour, dash: [] };
  const index = number - 1;
  const [light, dark] = at(RUN_COLOURS, index);
  return { stroke: isDark ? dark : light, dash: at(DASHES, Math.floor(index / RUN_COLOURS.length)) };
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[((index % list.length) + list.length) % list.length];
  if (item === undefined) throw new RangeError('an empty list has no item');
  return item;
}

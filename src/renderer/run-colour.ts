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
 * Twelve colours, each for a light and a dark ground, that the commonest kinds of colour-blindness keep apart (test/renderer/run-colour.test.ts). The first
 * ones follow TensorBoard's set, made darker on white until each line keeps a contrast of 3 to 1. Neighbours differ in lightness
 * too, so that the runs of one comparison, which have numbers in a row, are told apart first.
 */
export const RUN_COLOURS: readonly (readonly [light: string, dark: string])[] = [
  ['#d9580a', '#ff9a4a'],
  ['#0b7f93', '#2cc4da'],
  ['#7a1fd1', '#b98aff'],
  ['#a87800', '#f2c230'],
  ['#1f4fb4', '#6f9dff'],
  ['#d81b7f', '#ff7cc0'],
  ['#4d7d0f', '#9ed04a'],
  ['#425066', '#a9b4c4'],
  ['#8c2f10', '#d98b70'],
  ['#0a9b6c', '#3fe0ab'],
  ['#8a6a94', '#d8b9e3'],
  ['#00497a', '#a8d4ff'],
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

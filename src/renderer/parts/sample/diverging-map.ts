/**
 * Nine stops of ColorBrewer's "PuOr" turned round (orange low, purple high), which those who see red and green as one tell apart as well;
 * the middle is the value 0. Black is no step of it and stands for what is no number.
 */
const STOPS = ['b35806', 'e08214', 'fdb863', 'fee0b6', 'f7f7f7', 'd8daeb', 'b2abd2', '8073ac', '542788'].map((hex) =>
  [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)),
);
export const NOT_A_NUMBER = [0, 0, 0] as const;

/** Red, green and blue of a place from −1 to 1; places beyond have the ends' colours. */
export function divergingColour(place: number): readonly [number, number, number] {
  const at = ((Math.max(-1, Math.min(1, place)) + 1) / 2) * (STOPS.length - 1);
  const from = Math.min(STOPS.length - 2, Math.floor(at));
  const channel = (i: number): number => {
    const [low = 0, high = 0] = [STOPS[from]?.[i], STOPS[from + 1]?.[i]];
    return Math.round(low + (at - from) * (high - low));
  };
  return [channel(0), channel(1), channel(2)];
}

/** The map as a gradient from left to right, for a legend. */
export const DIVERGING_GRADIENT = `linear-gradient(to right, ${STOPS.map(([r, g, b]) => `rgb(${String(r)} ${String(g)} ${String(b)})`).join(', ')})`;

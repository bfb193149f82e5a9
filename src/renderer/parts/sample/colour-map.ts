/** Ten stops of matplotlib's "magma", even in lightness; between them straight in sRGB. Dark is quiet, on light and dark pages alike. */
const STOPS = ['000004', '180f3d', '440f76', '721f81', '9e2f7f', 'cd4071', 'f1605d', 'fd9668', 'feca8d', 'fcfdbf'].map((hex) =>
  [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)),
);
const STEPS = 256;

/** Red, green, blue of each of 256 steps. */
export const COLOUR_MAP: Uint8ClampedArray = Uint8ClampedArray.from({ length: 3 * STEPS }, (_, i) => {
  const place = (Math.floor(i / 3) / (STEPS - 1)) * (STOPS.length - 1);
  const from = Math.min(STOPS.length - 2, Math.floor(place));
  const [low = 0, high = 0] = [STOPS[from]?.[i % 3], STOPS[from + 1]?.[i % 3]];
  return low + (place - from) * (high - low);
});

/** The map as a gradient from left to right, for a legend. */
export const COLOUR_MAP_GRADIENT = `linear-gradient(to right, ${STOPS.map(([r, g, b]) => `rgb(${String(r)} ${String(g)} ${String(b)})`).join(', ')})`;

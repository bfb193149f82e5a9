/** Steps of the scale to each side of the middle. */
export const LEVELS = 10;

/** Orange, grey, blue: told apart by all common kinds of colour-blindness. Each for a light and a dark ground. */
const AGAINST = ['#b35806', '#ff9d45'] as const;
const NEITHER = ['#f1f1f2', '#2a2f38'] as const;
const ALONG = ['#1f63ad', '#5ea8ff'] as const;

/** Which of the 21 colours stands for a cosine. */
export const levelOf = (cosine: number): number => Math.round(Math.min(Math.max(cosine, -1), 1) * LEVELS);

/** A colour of the scale from −{@link LEVELS} (against each other) to {@link LEVELS} (the same direction), for both themes. */
export function colourOf(level: number): string {
  const share = Math.abs(level) / LEVELS;
  const [light, dark] = ([0, 1] as const).map((theme) => mix(NEITHER[theme], (level < 0 ? AGAINST : ALONG)[theme], share));
  return `light-dark(${light ?? ''}, ${dark ?? ''})`;
}

function mix(from: string, to: string, share: number): string {
  const part = (colour: string, i: number): number => Number.parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
  return `#${[0, 1, 2]
    .map((i) => Math.round(part(from, i) + share * (part(to, i) - part(from, i))))
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`;
}

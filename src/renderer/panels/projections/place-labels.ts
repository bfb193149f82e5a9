/** A text that belongs to a place of a drawing. */
export interface Label {
  readonly text: string;
  /** Where it would stand: the middle of the text's line, at its left end, or its right end for `end`. */
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

export interface Box {
  readonly width: number;
  readonly height: number;
}

/** Pixels of a letter and a line at 11 px. */
const LETTER = 5.9;
const LINE = 13;

/**
 * Labels moved so that none covers another or leaves the box: into the box first, then apart, downwards and back up from the lower
 * edge. In the order they came. Those that do not fit are moved no further than the box allows and may touch.
 */
export function placeLabels(labels: readonly Label[], { width, height }: Box): readonly Label[] {
  const placed = labels.map((label) => {
    const wide = label.text.length * LETTER;
    const [left, right] = label.anchor === 'start' ? [label.x, label.x + wide] : [label.x - wide, label.x];
    const shift = right > width ? width - right : left < 0 ? -left : 0;
    return {
      label,
      left: left + shift,
      right: right + shift,
      y: Math.min(Math.max(label.y, LINE / 2), height - LINE / 2),
      shift,
    };
  });
  const byHeight = [...placed].sort((a, b) => a.y - b.y);
  const overlaps = (a: (typeof placed)[number], b: (typeof placed)[number]): boolean => a.left < b.right && b.left < a.right;
  for (const [i, own] of byHeight.entries())
    for (const upper of byHeight.slice(0, i)) if (overlaps(own, upper)) own.y = Math.max(own.y, upper.y + LINE);
  let floor = height - LINE / 2;
  for (const own of byHeight.toReversed()) {
    if (own.y <= floor) break;
    own.y = floor;
    floor -= LINE;
  }
  return placed.map(({ label, shift, y }) => ({ ...label, x: label.x + shift, y }));
}

/** A text that belongs to a point of a drawing. */
export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Which way from the point there is most room: away from what ends there. */
  readonly away: readonly [x: number, y: number];
}

/** Where a label's text begins and the middle of its line. */
export interface PlacedLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A line that a label should not lie on. */
export type Line = readonly [x1: number, y1: number, x2: number, y2: number];

/** Pixels of a letter and a line at 11 px, and between a point and its label. */
const LETTER = 6.1;
const LINE = 13;
const GAP = 7;
/** How far from its point a label may stand. */
const DISTANCES = [0, 8, 18, 30, 44, 60, 78].map((more) => GAP + more);
/** What a place costs: a letter on a letter, on a line, out of the box; a pixel further away. */
const COST = { label: 50, line: 4, outside: 200, distance: 0.25, turned: 6 };
const DIRECTIONS: readonly (readonly [number, number])[] = [0, 45, 90, 135, 180, 225, 270, 315].map((degrees) => [
  Math.cos((degrees * Math.PI) / 180),
  Math.sin((degrees * Math.PI) / 180),
]);

/**
 * Labels beside their points, each where it covers least of the others and of the lines, in the order they come: the first one has the
 * best place. None leaves the box where any place is inside.
 */
export function placeLabels(labels: readonly Label[], box: Box, lines: readonly Line[] = []): readonly PlacedLabel[] {
  const points = lines.flatMap(pointsOn);
  const taken: Box[] = [];
  return labels.map((label) => {
    let [best, least]: [Box | null, number] = [null, Number.POSITIVE_INFINITY];
    for (const distance of DISTANCES)
      for (const direction of DIRECTIONS) {
        const place = placeAt(label, direction, distance);
        const cost = costOf(place, taken, points, box) + turn(label.away, direction) * COST.turned + distance * COST.distance;
        if (cost < least) [best, least] = [place, cost];
      }
    const { left, right, top, bottom } = best as Box;
    taken.push({ left, right, top, bottom });
    return { text: label.text, x: left, y: (top + bottom) / 2 };
  });
}

function placeAt({ text, x, y }: Label, [dx, dy]: readonly [number, number], distance: number): Box {
  const width = text.length * LETTER;
  const left = Math.abs(dx) < 0.1 ? x - width / 2 : dx > 0 ? x + dx * distance : x + dx * distance - width;
  const middle = y + dy * (distance + LINE / 3);
  return { left, right: left + width, top: middle - LINE / 2, bottom: middle + LINE / 2 };
}

function costOf(
  { left, right, top, bottom }: Box,
  taken: readonly Box[],
  points: readonly (readonly [number, number])[],
  box: Box,
): number {
  const sides = [box.left - left, right - box.right, box.top - top, bottom - box.bottom];
  const over = sides.reduce((sum, side) => sum + Math.max(0, side), 0);
  const covered = taken.filter(
    (other) => left < other.right && other.left < right && top < other.bottom && other.top < bottom,
  ).length;
  const crossed = points.filter(([x, y]) => x > left - 2 && x < right + 2 && y > top && y < bottom).length;
  return over * COST.outside + covered * COST.label + crossed * COST.line;
}

/** 0 for the same direction, 1 for the opposite one. */
function turn([ax, ay]: readonly [number, number], [bx, by]: readonly [number, number]): number {
  const length = Math.hypot(ax, ay);
  return length === 0 ? 0 : (1 - (ax * bx + ay * by) / length) / 2;
}

/** Every few pixels of a line, its ends twice: an arrow's head is wide. */
function pointsOn([x1, y1, x2, y2]: Line): (readonly [number, number])[] {
  const count = Math.max(1, Math.round(Math.hypot(x2 - x1, y2 - y1) / 5));
  const even = Array.from({ length: count + 1 }, (_, i) => [x1 + ((x2 - x1) * i) / count, y1 + ((y2 - y1) * i) / count] as const);
  return [...even, [x2, y2]];
}

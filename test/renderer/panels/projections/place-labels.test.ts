import { expect, it } from 'vitest';
import { placeLabels, type Label } from '../../../../src/renderer/panels/projections/place-labels.ts';

const box = { left: 0, top: 0, right: 300, bottom: 200 };
const label = (text: string, x: number, y: number): Label => ({ text, x, y, away: [1, 0] });
/** Left, right, top and bottom of a placed text. */
const place = ({ text, x, y }: { text: string; x: number; y: number }) => [x, x + 6.1 * text.length, y - 6.5, y + 6.5] as const;

it('stands away from what ends at the point', () => {
  const [right, left] = placeLabels([label('final', 100, 100), { ...label('noise', 100, 20), away: [-1, 0] }], box);
  expect(right?.x).toBe(107);
  expect(right?.y).toBe(100);
  expect((left?.x ?? 0) + 5 * 6.1).toBeCloseTo(93, 6);
});

it('covers no other label and leaves no box, however crowded the points are', () => {
  const crowded = ['total', 'final', 'regulation term', 'displacement', 'across'].map((text, i) => label(text, 280 + i, 10 + i));
  const placed = placeLabels(crowded, box).map(place);
  for (const [i, [left, right, top, bottom]] of placed.entries()) {
    expect(left).toBeGreaterThanOrEqual(-0.01);
    expect(right).toBeLessThanOrEqual(300.01);
    expect(top).toBeGreaterThanOrEqual(-0.01);
    for (const [otherLeft, otherRight, otherTop, otherBottom] of placed.slice(0, i))
      expect(left < otherRight && otherLeft < right && top < otherBottom && otherTop < bottom).toBe(false);
  }
});

it('keeps off lines', () => {
  const [free] = placeLabels([label('total', 100, 100)], box, [[100, 100, 300, 100]]);
  const [, , top, bottom] = place(free ?? { text: '', x: 0, y: 0 });
  expect(top < 100 && bottom > 100 && (free?.x ?? 0) > 100).toBe(false);
});

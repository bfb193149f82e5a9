import type { DrawnArrow, PlaneLayout } from './plane-layout.ts';
import type { PlaneModel } from './plane-model.ts';
import { placeLabels, type Label, type PlacedLabel } from './place-labels.ts';

/** Names beside the arrows of a drawing. */
export function labelsOf(
  layout: PlaneLayout,
  { axes }: PlaneModel,
): { readonly main: readonly PlacedLabel[]; readonly lens: readonly PlacedLabel[] } {
  // Where nothing is changed the final gradient is the total one, and one name is enough.
  const isUnchanged = axes[0] !== 'total';
  const named = layout.main
    .filter(({ vector }) => !(isUnchanged && vector.kind === 'total'))
    .toSorted((a, b) => Number(b.vector.kind === 'final') - Number(a.vector.kind === 'final'))
    .map((arrow) => labelOf(arrow, isUnchanged));
  const { lens } = layout;
  const { width, height } = layout.box;
  return {
    main: placeLabels(
      named,
      { left: 0, top: 0, right: width, bottom: height - 14 },
      layout.main.map(({ at }) => at),
    ),
    lens:
      lens === null
        ? []
        : placeLabels(
            lens.arrows.map((arrow) => labelOf(arrow, false)),
            { left: lens.x - lens.radius, top: lens.y - lens.radius, right: layout.width, bottom: lens.y + lens.radius - 4 },
            [...lens.arrows, ...lens.incoming].map(({ at }) => at),
          ),
  };
}

/** At the tip; beside the middle of what begins at another's tip. */
function labelOf({ vector: { kind, label }, at: [x1, y1, x2, y2] }: DrawnArrow, isUnchanged: boolean): Label {
  const text = isUnchanged && kind === 'final' ? 'total = final' : label.replace(' gradient', '').replace('its part ', '');
  const isPart = kind === 'orthogonal' || kind === 'noise';
  return isPart ? { text, x: (x1 + x2) / 2, y: (y1 + y2) / 2, away: [1, 0] } : { text, x: x2, y: y2, away: [x2 - x1, y2 - y1] };
}

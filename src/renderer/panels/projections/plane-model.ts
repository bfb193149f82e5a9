import type { GeometryAt } from '../../../core/contract/geometry.ts';
import { planeOf, type Arrow } from '../../../core/geometry/plane.ts';
import { angleBetween, turnOf } from '../../../core/geometry/reading.ts';
import { withSum } from '../../../core/geometry/with-sum.ts';

/** How an arrow looks; PlaneArrow.svelte has a style for each. */
export type ArrowKind =
  'total' | 'final' | 'term' | 'scaled' | 'noise' | 'displacement' | 'parallel' | 'orthogonal' | 'joint' | 'unimodal';

/** A vector with what is said of it. */
export interface NamedVector extends Arrow {
  readonly kind: ArrowKind;
  readonly label: string;
  /** Angle to the total gradient, in radians; NaN where there is none. */
  readonly angle: number;
}

/** An arrow on the plane, in the units of the gradient. */
export interface Segment {
  readonly vector: NamedVector;
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
}

export interface PlaneModel {
  readonly axes: readonly [string, string];
  /** All vectors, in the order of the legend. */
  readonly vectors: readonly NamedVector[];
  /** Drawn from the origin, and sums tip to tail. */
  readonly main: readonly Segment[];
  /** The surroundings of the total gradient's tip, where what is applied is too short to be seen beside the gradient; else empty. */
  readonly lens: readonly Segment[];
  /** Every drawn vector from the origin, for a drawing with logarithmic lengths, in which sums do not add up. */
  readonly free: readonly Segment[];
}

const LABELS: Readonly<Record<string, readonly [kind: ArrowKind, label: string]>> = {
  total: ['total', 'total gradient'],
  scaled: ['scaled', 'scaled gradient'],
  'applied/gradient-noise': ['noise', 'noise'],
  'applied/orthogonal-projection': ['term', 'regulation term'],
  'applied/proximal-pull': ['term', 'pull-back'],
  final: ['final', 'final gradient'],
  displacement: ['displacement', 'displacement'],
  parallel: ['parallel', 'its part along'],
  orthogonal: ['orthogonal', 'its part across'],
  joint: ['joint', 'joint gradient'],
  unimodal: ['unimodal', 'unimodal gradient'],
};
const ORDER = Object.keys(LABELS);
/** What the gradient becomes step by step; all else is measured against the displacement. */
const SCALED = 'applied/gradient-scaling';
/** The lens is there where the longest short arrow is less than this share of the gradient. */
export const SHORT = 1 / 6;

/** What is drawn and said of one encoder's step. */
export function planeModel(measured: GeometryAt): PlaneModel {
  const record = withSum(measured, 'scaled', ['total', SCALED]);
  const { axes, arrows } = planeOf(record);
  const vectors = arrows
    .filter(({ name, length }) => name !== 'applied' && name !== SCALED && !(length === 0 && name.startsWith('applied/')))
    .map((arrow): NamedVector => {
      const [kind, label] = LABELS[arrow.name] ?? (['term', arrow.name.replace('applied/', '')] as const);
      const angle = angleOf(record, arrow.name);
      return { ...arrow, kind, label, angle };
    })
    .sort((a, b) => rank(a.name) - rank(b.name));
  const find = (kind: ArrowKind): NamedVector | undefined => vectors.find((vector) => vector.kind === kind && vector.length > 0);
  const [total, final, scaled, noise] = (['total', 'final', 'scaled', 'noise'] as const).map(find);
  const terms = vectors.filter(({ kind }) => kind === 'term');
  const isChanged = axes[0] === 'total';
  const from = (tail: Arrow | undefined, vector: NamedVector | undefined, tip?: Arrow): Segment[] =>
    vector === undefined
      ? []
      : [
          {
            vector,
            from: placeOf(tail),
            to: tip === undefined ? [vector.x + (tail?.x ?? 0), vector.y + (tail?.y ?? 0)] : placeOf(tip),
          },
        ];

  // Terms follow one another from the tip of the total gradient (or what scaling left of it) to the final one.
  const steps: Segment[] = [];
  let tail: { x: number; y: number } | undefined = total;
  if (scaled !== undefined) tail = scaled;
  for (const vector of [...(noise === undefined ? [] : [noise]), ...terms]) {
    const tip: { x: number; y: number } = { x: (tail?.x ?? 0) + vector.x, y: (tail?.y ?? 0) + vector.y };
    steps.push({ vector, from: placeOf(tail), to: placeOf(tip) });
    tail = tip;
  }
  const drift = [find('displacement'), find('parallel'), find('orthogonal')] as const;
  const driftFrom = (origin: Arrow | undefined): Segment[] => {
    const [displacement, parallel, orthogonal] = drift;
    const at = (vector: NamedVector | undefined) => ({
      x: (origin?.x ?? 0) + (vector?.x ?? 0),
      y: (origin?.y ?? 0) + (vector?.y ?? 0),
    });
    return [displacement, parallel, orthogonal].flatMap((vector) =>
      vector === undefined
        ? []
        : [
            {
              vector,
              from: placeOf(vector === orthogonal ? at(parallel) : at(undefined)),
              to: placeOf(at(vector === orthogonal ? displacement : vector)),
            },
          ],
    );
  };
  const gradient = [...from(undefined, total), ...from(undefined, scaled), ...from(undefined, final)];
  const plain = isChanged ? [] : [...from(undefined, find('joint')), ...from(undefined, find('unimodal'))];
  const longest = Math.max(total?.length ?? 0, final?.length ?? 0);
  const short = [...terms, ...drift].map((vector) => vector?.length ?? 0);
  const isShort = terms.length > 0 && noise === undefined && scaled === undefined && Math.max(...short) < SHORT * longest;
  const explained = terms.length > 0 ? driftFrom(isShort ? total : undefined) : [];
  const isFree = (segment: Segment): boolean => terms.length > 0 || !drift.includes(segment.vector);
  return {
    axes,
    vectors,
    main: isShort ? [...plain, ...gradient] : [...plain, ...explained, ...gradient, ...steps],
    lens: isShort ? [...explained, ...steps] : [],
    free: [...plain, ...gradient, ...[...drift, noise, ...terms].flatMap((vector) => from(undefined, vector))].filter(isFree),
  };
}

function angleOf(record: GeometryAt, name: string): number {
  if (name === 'total') return Number.NaN;
  return name === 'final' ? turnOf(record) : angleBetween(record, 'total', name);
}

const rank = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.indexOf('final') - 0.5);
const placeOf = (at: { readonly x: number; readonly y: number } | undefined): [number, number] => [at?.x ?? 0, at?.y ?? 0];

/** "12 %"; a share that is there but small is not called none. */
export const lengthShare = (share: number): string =>
  share > 0 && share < 0.005 ? '< 1 %' : share < 1 && share > 0.995 ? '> 99 %' : `${(100 * share).toFixed(0)} %`;

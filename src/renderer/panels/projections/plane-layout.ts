import { figure } from '../../../core/geometry/reading.ts';
import type { NamedVector, PlaneModel, Segment } from './plane-model.ts';
import { fit, logarithmic, roundBelow, type Frame } from './plane-scale.ts';

/** How lengths become pixels; one for all drawings that share a scale. */
export type Scales =
  | {
      readonly kind: 'true';
      /** Pixels a unit beside the origin, and in the lens. */ readonly main: number;
      readonly lens: number;
    }
  | { readonly kind: 'logarithmic'; readonly decades: readonly [number, number] };

export interface DrawnArrow {
  readonly vector: NamedVector;
  readonly at: readonly [x1: number, y1: number, x2: number, y2: number];
}

export interface PlaneLayout {
  readonly width: number;
  readonly height: number;
  /** Of the drawing without the lens. */
  readonly box: { readonly width: number; readonly height: number };
  readonly origin: readonly [x: number, y: number];
  readonly main: readonly DrawnArrow[];
  /** A length to compare with; null where lengths are logarithmic. */
  readonly bar: { readonly pixels: number; readonly text: string } | null;
  /** Powers of ten, where lengths are logarithmic. */
  readonly rings: readonly { readonly radius: number; readonly text: string }[];
  readonly lens: {
    readonly x: number;
    readonly y: number;
    readonly radius: number;
    readonly arrows: readonly DrawnArrow[];
    /** Total and final gradient, as they come in from the origin. */
    readonly incoming: readonly DrawnArrow[];
    readonly magnification: string;
    /** Of the total gradient, in the drawing beside. */
    readonly tip: readonly [x: number, y: number];
  } | null;
}

/** For arrow heads and labels. */
const EDGE = 20;
/** Narrower drawings have their lens below. */
const SIDE_BY_SIDE = 300;
const HEIGHT = { beside: 232, above: 176, rings: 232 };
/** Below the lens, for its magnification. */
const LENS_TEXT = 18;

interface Boxes {
  readonly frame: Frame;
  readonly lens: { readonly x: number; readonly y: number; readonly radius: number };
  readonly height: number;
}

/** The places of a drawing this wide, with a lens or without. */
function boxesOf(width: number, hasLens: boolean, isLogarithmic: boolean): Boxes {
  if (isLogarithmic) {
    const frame: Frame = { width, height: HEIGHT.rings, origin: [width / 2, HEIGHT.rings / 2] };
    return { frame, lens: { x: 0, y: 0, radius: 0 }, height: HEIGHT.rings };
  }
  if (width < SIDE_BY_SIDE) {
    const frame: Frame = { width, height: HEIGHT.above, origin: [width * 0.22, HEIGHT.above * 0.8] };
    const radius = Math.min(72, width / 2 - 8);
    const lens = { x: width / 2, y: HEIGHT.above + radius + 6, radius };
    return { frame, lens, height: hasLens ? lens.y + radius + LENS_TEXT : HEIGHT.above };
  }
  const radius = Math.min(102, width * 0.24);
  const lens = { x: width - radius - 6, y: HEIGHT.beside / 2 - LENS_TEXT / 2, radius };
  const mainWidth = hasLens ? width - 2 * radius - 24 : width;
  const origin: [number, number] = [40, HEIGHT.beside * 0.72];
  return { frame: { width: mainWidth, height: HEIGHT.beside, origin }, lens, height: HEIGHT.beside };
}

/** Pixels from top to bottom of a drawing: of one with a lens, where there may be one at other steps, so that nothing moves as they change. */
export const heightOf = (width: number, mayHaveLens: boolean, isLogarithmic: boolean): number =>
  boxesOf(width, mayHaveLens, isLogarithmic).height;

/** Edges off, so that what is fitted has room for its head. */
const inner = ({ width, height, origin: [x, y] }: Frame): Frame => ({
  width: width - 2 * EDGE,
  height: height - 2 * EDGE,
  origin: [Math.max(x - EDGE, 1), Math.max(y - EDGE, 1)],
});

/** The largest scale at which one drawing fits. */
export function ownScale(model: PlaneModel, width: number): { readonly main: number; readonly lens: number } {
  const { frame, lens } = boxesOf(width, model.lens.length > 0, false);
  const around = centred(model).map(({ from, to }) => Math.max(Math.hypot(...from), Math.hypot(...to)));
  const reach = Math.max(0, ...around);
  return { main: fit(model.main, inner(frame)), lens: reach > 0 ? (lens.radius - 26) / reach : Number.POSITIVE_INFINITY };
}

/** The lens' arrows as seen from the tip of the total gradient. */
function centred({ lens, main }: PlaneModel): readonly Segment[] {
  const tip = tipOf(main);
  const seen = ([x, y]: readonly [number, number]): [number, number] => [x - tip[0], y - tip[1]];
  return lens.map(({ vector, from, to }) => ({ vector, from: seen(from), to: seen(to) }));
}

const tipOf = (main: readonly Segment[]): readonly [number, number] =>
  main.find(({ vector }) => vector.kind === 'total')?.to ?? [0, 0];

export function layoutOf(model: PlaneModel, scales: Scales, width: number): PlaneLayout {
  const isLogarithmic = scales.kind === 'logarithmic';
  const hasLens = model.lens.length > 0 && !isLogarithmic;
  const { frame, lens, height } = boxesOf(width, hasLens, isLogarithmic);
  const { origin } = frame;
  const base = { width, height, box: { width: frame.width, height: frame.height }, origin };
  if (scales.kind === 'logarithmic') {
    const [lowest, highest] = scales.decades;
    const reach = Math.min(width, height) / 2 - 10;
    const placed = model.free.map(({ vector, to }): DrawnArrow => {
      const [x, y] = logarithmic(to, scales.decades);
      return { vector, at: [origin[0], origin[1], origin[0] + reach * x, origin[1] - reach * y] };
    });
    const rings = Array.from({ length: highest - lowest }, (_, i) => lowest + i + 1).map((power) => ({
      radius: (reach * (power - lowest)) / (highest - lowest),
      text: figure(10 ** power),
    }));
    return { ...base, main: placed, bar: null, rings, lens: null };
  }
  const onPage = ([x, y]: readonly [number, number]): [number, number] => [
    origin[0] + x * scales.main,
    origin[1] - y * scales.main,
  ];
  const main = model.main.map(({ vector, from, to }): DrawnArrow => ({ vector, at: [...onPage(from), ...onPage(to)] }));
  const barLength = roundBelow(Math.min(frame.width * 0.3, 90) / scales.main);
  const bar = { pixels: barLength * scales.main, text: figure(barLength) };
  if (!hasLens) return { ...base, main, bar, rings: [], lens: null };

  const inLens = ([x, y]: readonly [number, number]): [number, number] => [lens.x + x * scales.lens, lens.y - y * scales.lens];
  const arrows = centred(model).map(({ vector, from, to }): DrawnArrow => ({ vector, at: [...inLens(from), ...inLens(to)] }));
  const tip = tipOf(model.main);
  const incoming = model.main
    .filter(({ vector }) => vector.kind === 'total' || vector.kind === 'final')
    .map(({ vector, to }): DrawnArrow => {
      const [x2, y2] = inLens([to[0] - tip[0], to[1] - tip[1]]);
      // The origin is far outside; from the edge of the lens on, in the true direction.
      const length = Math.hypot(...to);
      const back = 3 * lens.radius;
      return { vector, at: [x2 - (back * to[0]) / length, y2 + (back * to[1]) / length, x2, y2] };
    });
  return {
    ...{ ...base, main, bar, rings: [] },
    lens: {
      ...lens,
      arrows,
      incoming,
      magnification: figure(Number((scales.lens / scales.main).toPrecision(2))),
      tip: onPage(tip),
    },
  };
}

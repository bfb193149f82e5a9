import { NO_ZOOM, type Range, type Zoom } from './line.ts';
import { inverse } from './mapping.ts';
import type { Area, Scene } from './scene.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A drag shorter than this, in pixels, along one axis does not zoom that axis. */
export const LEAST_DRAG = 8;

/** The zoom that a dragged box asks for; null where it is too small to mean one. */
export function boxZoom(scene: Scene, area: Area, from: Point, to: Point): Zoom | null {
  const isWide = Math.abs(to.x - from.x) >= LEAST_DRAG;
  const isHigh = Math.abs(to.y - from.y) >= LEAST_DRAG * 2;
  if (!isWide && !isHigh) return null;
  const { atX, atY } = inversesOf(scene, area);
  const clampX = (x: number): number => Math.min(area.right, Math.max(area.left, x));
  const clampY = (y: number): number => Math.min(area.bottom, Math.max(area.top, y));
  return {
    x: isWide ? ordered(atX(clampX(from.x)), atX(clampX(to.x))) : scene.xRange,
    y: isHigh ? ordered(atY(clampY(from.y)), atY(clampY(to.y))) : null,
  };
}

/** The horizontal range made `factor` times as wide around a pixel. */
export function zoomedAround({ xRange, isXLog }: Scene, { left, right }: Area, pixel: number, factor: number): Range {
  const at = inverse(xRange, [left, right], isXLog);
  return [at(pixel + (left - pixel) * factor), at(pixel + (right - pixel) * factor)];
}

/** Both ranges moved by pixels. */
export function panned(scene: Scene, area: Area, dx: number, dy: number): Zoom {
  const { atX, atY } = inversesOf(scene, area);
  return {
    x: [atX(area.left - dx), atX(area.right - dx)],
    y: dy === 0 ? null : ordered(atY(area.top - dy), atY(area.bottom - dy)),
  };
}

/** A horizontal zoom kept inside what there is; none where it covers all of it. */
export function within(zoom: Zoom, whole: Range | null, isLog: boolean): Zoom {
  if (zoom.x === null || whole === null) return zoom;
  const from = Math.max(zoom.x[0], whole[0]);
  const to = Math.min(zoom.x[1], whole[1]);
  if (from <= whole[0] && to >= whole[1]) return zoom.y === null ? NO_ZOOM : { x: null, y: zoom.y };
  const isTooSmall = isLog ? to / from < 1 + 1e-9 : to - from < 1e-9 * Math.max(1, Math.abs(to));
  return isTooSmall ? zoom : { ...zoom, x: [from, to] };
}

export function inversesOf(scene: Scene, area: Area): { atX(pixel: number): number; atY(pixel: number): number } {
  return {
    atX: inverse(scene.xRange, [area.left, area.right], scene.isXLog),
    atY: inverse(scene.yRange, [area.bottom, area.top], scene.isYLog),
  };
}

const ordered = (a: number, b: number): Range => (a <= b ? [a, b] : [b, a]);

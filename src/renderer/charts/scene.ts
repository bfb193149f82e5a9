import type { Inks } from './inks.ts';
import { mainOf, type Line, type Range } from './line.ts';
import { mapping, type Mapping } from './mapping.ts';
import { marksOf, trace, type Mark } from './trace.ts';

/** All that is needed to draw the curves of a chart, on a canvas or as SVG. */
export interface Scene {
  readonly lines: readonly Line[];
  readonly xRange: Range;
  readonly yRange: Range;
  readonly isXLog: boolean;
  readonly isYLog: boolean;
}

/** Pixels of the plot: what lies between the axes. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const LINE_WIDTH = 1.5;
/** Above so many points lines are one pixel wide: browsers draw those many times faster, and a fuller picture needs no stronger lines. */
const MOST_WIDE = 6_000;
export const RAW_OPACITY = 0.28;

export function mappingsOf(scene: Scene, area: Area): { readonly toX: Mapping; readonly toY: Mapping } {
  return {
    toX: mapping(scene.xRange, [area.left, area.right], scene.isXLog),
    toY: mapping(scene.yRange, [area.bottom, area.top], scene.isYLog),
  };
}

/** Draws raw lines faint, smoothed ones over them, and marks where values are not finite. */
export function drawScene(context: CanvasRenderingContext2D, scene: Scene, area: Area): void {
  const width = scene.lines.reduce((sum, { x }) => sum + x.length, 0) > MOST_WIDE ? 1 : LINE_WIDTH;
  context.save();
  clipTo(context, area);
  for (const line of scene.lines) if (line.curve.smoothed !== null) drawLine(context, scene, area, line, 'raw', width);
  for (const line of scene.lines) drawLine(context, scene, area, line, 'main', width);
  context.restore();
  for (const line of scene.lines) drawMarks(context, scene, area, line);
}

/** A veil over the curves and some of them drawn strong on it. */
export function drawHighlight(
  context: CanvasRenderingContext2D,
  scene: Scene,
  area: Area,
  lines: readonly Line[],
  { surface }: Inks,
): void {
  context.save();
  clipTo(context, area);
  context.globalAlpha = 0.72;
  context.fillStyle = surface;
  context.fillRect(area.left, area.top, area.right - area.left, area.bottom - area.top);
  context.globalAlpha = 1;
  for (const line of lines) if (line.curve.smoothed !== null) drawLine(context, scene, area, line, 'raw', LINE_WIDTH);
  for (const line of lines) drawLine(context, scene, area, line, 'main', LINE_WIDTH + 0.75);
  context.restore();
}

function drawLine(
  context: CanvasRenderingContext2D,
  scene: Scene,
  area: Area,
  line: Line,
  which: 'raw' | 'main',
  width: number,
): void {
  const { toX, toY } = mappingsOf(scene, area);
  context.globalAlpha = which === 'raw' ? RAW_OPACITY : 1;
  context.strokeStyle = line.stroke;
  context.lineWidth = which === 'raw' ? 1 : width;
  context.lineJoin = 'bevel';
  context.lineCap = 'round';
  context.setLineDash(which === 'raw' ? [] : [...line.dash]);
  context.beginPath();
  trace(context, line.x, which === 'raw' ? line.curve.values : mainOf(line.curve), toX, toY, scene.xRange);
  context.stroke();
  context.globalAlpha = 1;
}

const HALF = 4;

/** Corners of a mark: NaN stands on the lower edge, infinities at the edge that they left by. */
export function markCorners({ kind, x }: Mark, { top, bottom }: Area): readonly (readonly [number, number])[] {
  const point = (edge: number, inward: number): readonly (readonly [number, number])[] => [
    [x - HALF, edge + inward * 7],
    [x + HALF, edge + inward * 7],
    [x, edge],
  ];
  if (kind === 'up') return point(top + 1, 1);
  if (kind === 'down') return point(bottom - 1, -1);
  return [
    [x - HALF, bottom - 1],
    [x + HALF, bottom - 1],
    [x, bottom - 8],
  ];
}

function drawMarks(context: CanvasRenderingContext2D, scene: Scene, area: Area, line: Line): void {
  const { toX } = mappingsOf(scene, area);
  context.fillStyle = line.stroke;
  context.strokeStyle = line.stroke;
  context.lineWidth = 1.25;
  context.setLineDash([]);
  for (const mark of marksOf(line.x, line.curve.values, toX, scene.xRange)) {
    context.beginPath();
    for (const [x, y] of markCorners(mark, area)) context.lineTo(x, y);
    context.closePath();
    if (mark.kind === 'nan') context.stroke();
    else context.fill();
  }
}

function clipTo(context: CanvasRenderingContext2D, { left, right, top, bottom }: Area): void {
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
}

import type { Inks } from './inks.ts';
import { mainOf, type Line } from './line.ts';
import { placeOfStep } from './place-of-step.ts';
import type { XAxis } from './line.ts';
import { drawHighlight, mappingsOf, type Area, type Scene } from './scene.ts';
import { nearestIndex } from './search.ts';
import type { Point } from './zooming.ts';

/** What lies over the curves and changes with the pointer: drawing it leaves the chart below alone. */
export interface Overlay {
  readonly scene: Scene;
  readonly area: Area;
  readonly inks: Inks;
  readonly axis: XAxis;
  /** Lines to be drawn strong, the others dimmed; null: all alike. */
  readonly strong: readonly Line[] | null;
  /** Step that the pointer is over, here or in another chart. */
  readonly hoverStep: number | null;
  /** Step that was chosen. */
  readonly step: number | null;
  readonly box: { readonly from: Point; readonly to: Point } | null;
}

/** Whether nothing would be drawn. */
export const isNothing = ({ strong, step, hoverStep, box }: Overlay): boolean =>
  strong === null && step === null && hoverStep === null && box === null;

export function drawOverlay(context: CanvasRenderingContext2D, overlay: Overlay): void {
  const { canvas } = context;
  const ratio = window.devicePixelRatio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  const { scene, area, inks, strong } = overlay;
  if (strong !== null && strong.length > 0 && strong.length < scene.lines.length)
    drawHighlight(context, scene, area, strong, inks);
  if (overlay.step !== null) drawRule(context, overlay, overlay.step, inks.accent, []);
  if (overlay.hoverStep !== null) {
    drawRule(context, overlay, overlay.hoverStep, inks.inkSoft, [3, 3]);
    drawDots(context, overlay, overlay.hoverStep);
  }
  drawBox(context, overlay);
}

function drawRule(
  context: CanvasRenderingContext2D,
  overlay: Overlay,
  step: number,
  colour: string,
  dash: readonly number[],
): void {
  const { scene, area, axis } = overlay;
  const { toX } = mappingsOf(scene, area);
  const [first] = scene.lines;
  if (first === undefined) return;
  const place = placeOfStep(first.curve, first.x, step, axis);
  const x = place === null ? NaN : toX(place);
  if (!(x >= area.left - 0.5 && x <= area.right + 0.5)) return;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([...dash]);
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, area.top);
  context.lineTo(Math.round(x) + 0.5, area.bottom);
  context.stroke();
  context.setLineDash([]);
}

function drawDots(context: CanvasRenderingContext2D, { scene, area, inks, strong }: Overlay, step: number): void {
  const { toX, toY } = mappingsOf(scene, area);
  for (const line of strong ?? scene.lines) {
    const at = nearestIndex(line.curve.steps, step);
    const x = toX(line.x[at] ?? NaN);
    const y = toY(mainOf(line.curve)[at] ?? NaN);
    if (!(x >= area.left && x <= area.right && y >= area.top && y <= area.bottom)) continue;
    context.beginPath();
    context.arc(x, y, 3.5, 0, 2 * Math.PI);
    context.fillStyle = line.stroke;
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = inks.surface;
    context.stroke();
  }
}

function drawBox(context: CanvasRenderingContext2D, { box, area, inks }: Overlay): void {
  if (box === null) return;
  const isHigh = Math.abs(box.to.y - box.from.y) >= 16;
  const [top, bottom] = isHigh ? [box.from.y, box.to.y] : [area.top, area.bottom];
  context.globalAlpha = 0.12;
  context.fillStyle = inks.accent;
  context.fillRect(box.from.x, top, box.to.x - box.from.x, bottom - top);
  context.globalAlpha = 1;
  context.strokeStyle = inks.accent;
  context.lineWidth = 1;
  context.strokeRect(box.from.x + 0.5, top + 0.5, box.to.x - box.from.x, bottom - top);
}

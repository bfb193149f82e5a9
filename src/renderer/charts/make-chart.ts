import { Chart, LinearScale, LineController, LineElement, LogarithmicScale, PointElement } from 'chart.js';
import type { ChartConfiguration, Plugin, ScaleOptionsByType } from 'chart.js';
import annotation, { type AnnotationOptions } from 'chartjs-plugin-annotation';
import type { Inks } from './inks.ts';
import type { Threshold, XAxis } from './line.ts';
import { drawScene, type Scene } from './scene.ts';
import { place, value } from './ticks.ts';

Chart.register(LinearScale, LogarithmicScale, LineController, LineElement, PointElement, annotation);

/** What a chart shows now. */
export interface Picture {
  readonly scene: Scene;
  readonly axis: XAxis;
  readonly thresholds: readonly Threshold[];
  readonly inks: Inks;
  /** Pixels that the vertical axis takes, so that charts below each other are in line; null: as its numbers need. */
  readonly axisWidth: number | null;
  /** Whether the horizontal axis has its numbers. */
  readonly showsPlaces: boolean;
}

/** Pixels that are left free at the right of the plot. */
export const PLOT_RIGHT = 14;

export interface LineChartOnCanvas {
  readonly chart: Chart<'line'>;
  /** Draws a new picture, once. */
  show(picture: Picture): void;
}

/**
 * chart.js lays out axes, grid, ticks and thresholds; the curves are drawn between them straight from their typed arrays, so twenty
 * curves of a thousand points make no objects (tech.md 9: no animation, no parsing, no points, one update a frame).
 */
export function makeChart(canvas: HTMLCanvasElement): LineChartOnCanvas {
  let picture: Picture | null = null;
  const curves: Plugin<'line'> = {
    id: 'curves',
    beforeDatasetsDraw(chart) {
      if (picture !== null) drawScene(chart.ctx, picture.scene, chart.chartArea);
    },
  };
  const chart = new Chart<'line'>(canvas, { ...configuration(), plugins: [curves] });
  return {
    chart,
    show(next) {
      picture = next;
      chart.options.scales = scalesOf(next);
      // Without a threshold the plugin of thresholds has nothing to do, and costs a fifth of the picture.
      const annotations = next.thresholds.length === 0 ? null : annotationsOf(next);
      chart.options.plugins = {
        annotation: annotations === null ? (false as never) : { animations: false as never, annotations },
      };
      chart.update('none');
    },
  };
}

/** Each chart has options of its own: chart.js writes into them, and what one shows would tell in the next. */
const configuration = (): ChartConfiguration<'line'> => ({
  type: 'line',
  data: { datasets: [] },
  options: {
    animation: false,
    parsing: false,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    events: [],
    layout: { padding: { top: 6, right: PLOT_RIGHT }, autoPadding: false },
    elements: { point: { radius: 0 }, line: { borderWidth: 1.5 } },
  },
});

type Scales = NonNullable<NonNullable<ChartConfiguration<'line'>['options']>['scales']>;

function scalesOf({ scene, axis, inks, axisWidth, showsPlaces }: Picture): Scales {
  const font = { family: inks.font, size: 11 };
  const base = (isLog: boolean): object => ({
    type: isLog ? 'logarithmic' : 'linear',
    border: { color: inks.line },
    grid: { color: inks.line, lineWidth: 0.6, tickLength: 4, drawTicks: false },
  });
  const ticks = (format: (at: number) => string, most: number): Partial<ScaleOptionsByType<'linear'>['ticks']> => ({
    color: inks.inkSoft,
    font,
    padding: 6,
    maxRotation: 0,
    autoSkipPadding: 14,
    maxTicksLimit: most,
    callback: (at) => format(Number(at)),
    includeBounds: false,
  });
  return {
    x: {
      ...base(scene.isXLog),
      min: scene.xRange[0],
      max: scene.xRange[1],
      ticks: { ...ticks((at) => place(at, axis), 9), display: showsPlaces },
    },
    y: {
      ...base(scene.isYLog),
      min: scene.yRange[0],
      max: scene.yRange[1],
      ticks: ticks(value, 6),
      afterFit: (scale: { width: number }) => {
        scale.width = axisWidth ?? Math.max(46, scale.width);
      },
    },
  } as Scales;
}

/** A colour such as `rgb(1, 2, 3)` with an opacity. */
const withAlpha = (rgb: string, alpha: number): string => rgb.replace(/^rgb\((.*)\)$/, `rgba($1, ${alpha})`);

function annotationsOf({ thresholds, inks }: Picture): Record<string, AnnotationOptions> {
  return Object.fromEntries(
    thresholds.map(({ value: level, label }, at) => [
      `threshold${at}`,
      {
        type: 'line',
        yMin: level,
        yMax: level,
        borderColor: inks.warn,
        borderWidth: 1,
        borderDash: [5, 4],
        label: {
          display: true,
          content: label,
          position: 'end',
          yAdjust: -9,
          backgroundColor: withAlpha(inks.surface, 0.8),
          color: inks.warn,
          font: { family: inks.font, size: 11, weight: 'normal' },
          padding: 1,
        },
      },
    ]),
  );
}

import { expect, test } from 'vitest';
import { lineCsv } from '../../../src/renderer/charts/line-csv.ts';
import { lineSvg } from '../../../src/renderer/charts/line-svg.ts';
import { curveOf, lineOf } from './curve.ts';

const draw = (values: readonly number[], label = 'a run'): string => {
  const line = lineOf(values, { label });
  const scene = { lines: [line], xRange: [1, values.length], yRange: [0, 10], isXLog: false, isYLog: false } as const;
  return lineSvg({
    title: 'loss & more',
    scene,
    axis: 'step',
    thresholds: [{ value: 4, label: 'R = 4' }],
    note: '3 of 3 points',
  });
};

test('a chart is a picture of its own: line, axis, threshold, legend, count', () => {
  const svg = draw([1, 5, 9]);
  expect(svg).toContain('loss &amp; more');
  for (const words of ['Step', 'R = 4', 'a run', '3 of 3 points']) expect(svg).toContain(`>${words}</text>`);
  // x from 64 to 700, y = 348 − 30 · value
  expect(svg).toContain('d="M64 318L64 318L382 198L700 78"');
});

test('names are text, never markup', () => {
  const svg = draw([1], '<img onerror=1>');
  expect(svg).not.toContain('<img');
  expect(svg).toContain('&lt;img onerror=1&gt;');
});

test('NaN is a hollow triangle and infinity a filled one', () => {
  const svg = draw([1, NaN, Infinity, 2]);
  expect(svg.match(/<polygon[^>]*fill="none"/g)).toHaveLength(1);
  expect(svg.match(/<polygon[^>]*fill="#112233"/g)).toHaveLength(1);
});

test('the data stands beside the picture, in full precision', () => {
  const curve = curveOf([0.1 + 0.2, NaN], { smoothed: Float64Array.from([1 / 3, NaN]) });
  expect(lineCsv([lineOf([], { curve, label: '=cmd' })])).toBe(
    "run,line,series,step,time_ms,value,smoothed\r\na,'=cmd,loss,1,1000000,0.30000000000000004,0.3333333333333333\r\na,'=cmd,loss,2,1001000,NaN,NaN\r\n",
  );
});

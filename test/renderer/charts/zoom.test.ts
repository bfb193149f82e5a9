import { expect, test } from 'vitest';
import { NO_ZOOM } from '../../../src/renderer/charts/line.ts';
import { boxZoom, within, zoomedAround } from '../../../src/renderer/charts/zooming.ts';
import { xValues } from '../../../src/renderer/charts/x-values.ts';
import { stepsOfZoom } from '../../../src/renderer/charts/zoom-steps.ts';
import { curveOf, lineOf } from './curve.ts';

const area = { left: 50, right: 250, top: 10, bottom: 110 };
const scene = { lines: [], xRange: [0, 100], yRange: [0, 10], isXLog: false, isYLog: false } as const;

test('a box zooms the axes that it is large along', () => {
  expect(boxZoom(scene, area, { x: 100, y: 60 }, { x: 150, y: 62 })).toEqual({ x: [25, 50], y: null });
  expect(boxZoom(scene, area, { x: 150, y: 85 }, { x: 100, y: 35 })).toEqual({ x: [25, 50], y: [2.5, 7.5] });
  expect(boxZoom(scene, area, { x: 100, y: 85 }, { x: 102, y: 35 })).toEqual({ x: [0, 100], y: [2.5, 7.5] });
  expect(boxZoom(scene, area, { x: 100, y: 60 }, { x: 103, y: 61 })).toBeNull();
});

test('a zoom stays inside what there is, and ends where it holds everything', () => {
  expect(zoomedAround(scene, area, 150, 0.5)).toEqual([25, 75]);
  expect(within({ x: [-20, 50], y: null }, [0, 100], false)).toEqual({ x: [0, 50], y: null });
  expect(within({ x: [-20, 150], y: null }, [0, 100], false)).toBe(NO_ZOOM);
});

test('places are steps, epochs, seconds since the start or times', () => {
  const curve = curveOf([1, 2, 3], { stepsPerEpoch: 2 });
  expect([...xValues(curve, 'step')]).toEqual([1, 2, 3]);
  expect([...xValues(curve, 'epoch')]).toEqual([0.5, 1, 1.5]);
  expect([...xValues(curve, 'relative')]).toEqual([0, 1, 2]);
  expect([...xValues(curve, 'wall')]).toEqual([1_000_000, 1_001_000, 1_002_000]);
});

test('a zoom asks for its steps and a little more; by time they are looked up in what was shown', () => {
  const line = lineOf(Array.from({ length: 100 }, (_, i) => i));
  expect(stepsOfZoom(null, 'step', [line])).toBeNull();
  expect(stepsOfZoom([20, 40], 'step', [line])).toEqual([18, 42]);
  const byEpoch = { ...line, curve: { ...line.curve, stepsPerEpoch: 10 } };
  expect(stepsOfZoom([2, 4], 'epoch', [byEpoch])).toEqual([18, 42]);
  const byTime = { ...line, x: xValues(line.curve, 'relative') };
  // 30 s to 40 s are steps 31 to 41; one shown point further before
  expect(stepsOfZoom([30, 40], 'relative', [byTime])).toEqual([30, 41]);
  expect(stepsOfZoom([500, 600], 'relative', [byTime])).toBeNull();
});

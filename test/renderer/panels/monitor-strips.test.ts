import { expect, test } from 'vitest';
import { shareOn } from '../../../src/renderer/panels/monitor/lanes.ts';
import { stripsOf } from '../../../src/renderer/panels/monitor-strips.ts';

const strips = (names: readonly string[]) =>
  stripsOf(names, ['audio', 'video']).flatMap(({ title, strips: found }) =>
    found.map(({ id, names: of }) => `${title}: ${id} ${of.length}`),
  );

test('the monitor is made from the series that a run has', () => {
  expect(
    strips([
      'redundancy-monitor/r/audio',
      'redundancy-monitor/r/video',
      'redundancy-monitor/threshold',
      'redundancy-monitor/decision/audio',
      'loss/fused',
    ]),
  ).toEqual(['Redundancy phase monitor: r 2', 'Redundancy phase monitor: decision 1']);
  expect(strips(['gradient-scaling/ratio/audio', 'gradient-noise/active'])).toEqual([
    'Gradient scaling: ratio 1',
    'Gradient scaling: noise 1',
  ]);
  expect(strips(['learning-window/k', 'learning-window/threshold'])).toEqual(['Learning window: k 2']);
});

test('a threshold alone, and joint training, have nothing to monitor', () => {
  expect(strips(['learning-window/threshold', 'loss/audio'])).toEqual([]);
});

test('the share of steps at which something holds', () => {
  expect(shareOn(Float64Array.from([0, 1, 1, NaN, 0.5]))).toBe(0.75);
  expect(shareOn(new Float64Array())).toBeNull();
});

import { expect, test } from 'vitest';
import { sectionsOf } from '../../../src/renderer/charts/group-series.ts';
import { shortNames } from '../../../src/renderer/charts/short-names.ts';

const names = [
  'system/rss-mb',
  'test/accuracy/audio',
  'redundancy-monitor/r/video',
  'redundancy-monitor/r/audio',
  'loss/audio',
  'loss/fused',
  'test/accuracy',
  'FIM_Trace',
  'rate',
];

test('sections come from what stands before the first slash, in an order that puts the usual first', () => {
  expect(sectionsOf(names, []).map(({ id }) => id)).toEqual([
    'loss',
    'test',
    'redundancy-monitor',
    'schedule',
    'official',
    'system',
  ]);
});

test('curves of one run that differ only in modality share a card; of several runs each has its own', () => {
  const cards = (modalities: readonly string[]) =>
    sectionsOf(names, modalities).flatMap((section) => section.cards.map(({ title, names: on }) => `${title}: ${on.length}`));
  expect(cards(['audio', 'video', 'fused'])).toEqual([
    'loss: 2',
    'test/accuracy: 2',
    'redundancy-monitor/r: 2',
    'rate: 1',
    'FIM_Trace: 1',
    'system/rss-mb: 1',
  ]);
  expect(cards([])).toContain('redundancy-monitor/r/audio: 1');
});

test('runs are called by what tells them apart', () => {
  expect(shortNames(['redreg-av-digits-concat-s0', 'ogm-ge-av-digits-concat-s0', 'joint-av-digits-concat-s0'])).toEqual([
    'redreg',
    'ogm-ge',
    'joint',
  ]);
  expect(shortNames(['redreg-digits-s0', 'redreg-digits-s1'])).toEqual(['s0', 's1']);
  expect(shortNames(['a-b', 'a-c-b'])).toEqual(['a-b', 'a-c-b']);
  expect(shortNames(['same', 'same'])).toEqual(['same', 'same']);
  expect(shortNames(['alone-s0'])).toEqual(['alone-s0']);
});

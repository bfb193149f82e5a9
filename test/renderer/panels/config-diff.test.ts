import { expect, test } from 'vitest';
import { configDiff } from '../../../src/renderer/panels/config-diff.ts';
import { configRows, settingText } from '../../../src/renderer/panels/config-rows.ts';
import { methodCard } from '../../../src/core/methods/card.ts';
import { ogmGe } from '../../../src/core/methods/ogm-ge.ts';
import { redreg } from '../../../src/core/methods/redreg.ts';
import { RunConfig } from '../../../src/core/train/config.ts';

const configOf = (changes: object) =>
  RunConfig.parse({ method: 'redreg', data: { layout: 'crema-d', name: 'av-digits', root: 'digits' }, ...changes });
const card = methodCard(redreg);
const rowOf = (config: unknown, path: string) => configRows(config, card).find((row) => row.path === path);

test('what differs from the official run is marked, with what that has', () => {
  const config = configOf({ training: { ...card.official, batch: 32 }, links: { 'redundancy-monitor': { gamma: 0.5 } } });
  expect(rowOf(config, 'training.batch')).toMatchObject({ section: 'Training', value: 32, usual: 64, isUsual: false });
  expect(rowOf(config, 'training.epochs')).toMatchObject({ value: 80, isUsual: true });
  expect(rowOf(config, 'links.redundancy-monitor.gamma')).toMatchObject({
    section: 'Link: redundancy-monitor',
    value: 0.5,
    usual: 0.6,
    isUsual: false,
  });
  expect(rowOf(config, 'links.redundancy-monitor.threshold')).toMatchObject({ value: 0.15, isUsual: true });
});

test('the official run is that of the method, not of the program', () => {
  const config = configOf({ method: 'ogm-ge', training: { epochs: 100 } });
  const rows = configRows(config, methodCard(ogmGe));
  expect(rows.find(({ path }) => path === 'training.epochs')).toMatchObject({ isUsual: true });
  expect(rows.find(({ path }) => path === 'training.learningRate')).toMatchObject({ value: 0.002, usual: 0.001, isUsual: false });
});

test('a link that is off is one row', () => {
  const config = configOf({ links: { 'co-information-gate': 'off' } });
  expect(rowOf(config, 'links.co-information-gate')).toMatchObject({ value: 'off' });
  expect(rowOf(config, 'links.co-information-gate.from')).toBeUndefined();
});

test('settings of an older program are told as they were written', () => {
  expect(configRows({ method: 'gone', old: { thing: [1, 2] } }, null).map(({ path, value }) => [path, value])).toEqual([
    ['method', 'gone'],
    ['old.thing', [1, 2]],
  ]);
  expect(configRows(null, null)).toEqual([]);
});

test('settings stand side by side; one differs where a run has another value or none', () => {
  const row = (path: string, value: unknown) => ({ path, section: 'Run', value, usual: undefined, isUsual: true });
  expect(
    configDiff([
      [row('a', 1), row('b', [1])],
      [row('a', 2), row('b', [1]), row('c', null)],
    ]),
  ).toEqual([
    { path: 'a', section: 'Run', values: [1, 2], differs: true },
    { path: 'b', section: 'Run', values: [[1], [1]], differs: false },
    { path: 'c', section: 'Run', values: [undefined, null], differs: true },
  ]);
});

test('settings in words', () => {
  expect([undefined, null, true, '', [], [1, 'x'], {}, { a: 1 }, 0.5].map(settingText)).toEqual([
    '–',
    'none',
    'yes',
    '“”',
    '',
    '1, x',
    'none',
    '{"a":1}',
    '0.5',
  ]);
});

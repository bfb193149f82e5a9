import { expect, test } from 'vitest';
import { checkConfig } from '../../../src/core/train/check-config.ts';

const data = { layout: 'crema-d', name: 'd', root: '/d' };
const good = { method: 'redreg', data };
const found = (raw: unknown): string[] => checkConfig(raw).issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

test('good settings come back whole, with every default', () => {
  const { issues, config } = checkConfig(good);
  expect(issues).toEqual([]);
  expect(config).toMatchObject({ seed: 0, training: { epochs: 80, optimizer: { kind: 'sgd' } }, links: {} });
});

test('everything that is wrong is told at once, each by its field', () => {
  const raw = {
    ...good,
    training: { epochs: 0, batch: 1.5, learningRate: 0, momentum: 1 },
    model: { fusion: 'product' },
    links: { 'modality-dropout': { from: 2, form: 1 }, 'co-information-gate': { to: 'high' } },
  };
  expect(found(raw)).toEqual([
    'model.fusion: Must be one of concat, sum, film, gated.',
    'training.epochs: Must be at least 1.',
    'training.batch: Must be a whole number.',
    'training.learningRate: Must be above 0.',
    'training.momentum: There is no such setting.',
    'links.modality-dropout.from: Must be at most 1.',
    'links.modality-dropout.form: There is no such setting.',
    'links.co-information-gate.to: Must be a number.',
  ]);
  expect(checkConfig(raw).config).toBeNull();
});

test.each([
  [{ links: { 'redundancy-monitor': 'off' } }, 'links.redundancy-monitor', 'method.link-required'],
  [{ links: { 'learning-window': {} } }, 'links.learning-window', 'method.unknown-link'],
  [
    { links: { 'modality-dropout': { unit: 'sample', batchNorm: 'freeze' } } },
    'links.modality-dropout.batchNorm',
    'method.bad-option',
  ],
  [{ method: 'sgd' }, 'method', 'method.unknown'],
  [{ method: 'text-only' }, 'method', 'method.needs-modality'],
])('%j is a matter of %s', (change, path, code) => {
  const { issues, config } = checkConfig({ ...good, ...change });
  expect(issues.map((issue) => [issue.path.join('.'), issue.code])).toEqual([[path, code]]);
  expect(config).toBeNull();
});

test.each([null, 1, 'x', [], {}, { method: 'redreg' }])('%j is refused without a throw', (raw) => {
  expect(checkConfig(raw).issues.length).toBeGreaterThan(0);
});

import { describe, expect, test } from 'vitest';
import { findMethod, methods } from '../../../src/core/methods/index.ts';
import { buildChain } from '../../../src/core/train/method.ts';
import { TrainingSettings } from '../../../src/core/train/config.ts';

describe('methods', () => {
  test('are these, in this order', () => {
    expect(methods.map((method) => method.id)).toEqual([
      'redreg',
      'inforeg',
      'ogm-ge',
      'ogm',
      'uniform',
      'joint',
      'audio-only',
      'video-only',
    ]);
  });

  test.each(methods)('$id builds with its defaults, and its official settings are valid', (method) => {
    expect(buildChain(method, {}).id).toBe(method.id);
    expect(TrainingSettings.parse(method.official)).toMatchObject({
      batch: 64,
      optimizer: { kind: 'sgd', momentum: 0.9, weightDecay: 1e-4 },
    });
    expect(findMethod(method.id)).toBe(method);
  });

  // methods.md 1.2, 2.2, 2.3
  test.each([
    ['redreg', 80, 2e-3, 40],
    ['inforeg', 50, 2e-3, 30],
    ['ogm', 100, 1e-3, 70],
    ['ogm-ge', 100, 1e-3, 70],
  ])('%s: %i epochs at %f, a tenth every %i', (id, epochs, learningRate, every) => {
    expect(findMethod(id).official).toMatchObject({ epochs, learningRate, schedule: { kind: 'step', every, factor: 0.1 } });
  });
});

describe('findMethod', () => {
  test('makes a method of any single modality', () => {
    expect(findMethod('text-only')).toMatchObject({
      id: 'text-only',
      label: 'Text only',
      only: 'text',
      balances: false,
      links: [],
    });
  });

  test.each(['RedReg', '', '-only', 'Text-only', 'text only'])('does not know "%s"', (id) => {
    expect(() => findMethod(id)).toThrow(
      expect.objectContaining({ code: 'method.unknown', params: { found: id, known: methods.map((method) => method.id) } }),
    );
  });
});

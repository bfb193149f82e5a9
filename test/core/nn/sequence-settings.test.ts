import { describe, expect, test } from 'vitest';
import { encoderFor } from '../../../src/core/nn/encoders.ts';
import { SequenceSettings, sequenceWidth } from '../../../src/core/nn/sequence-settings.ts';
import { ModelSettings, RunConfig } from '../../../src/core/train/config.ts';

const settings = (given: object): SequenceSettings => SequenceSettings.parse(given);
const transformer = (given: object = {}): SequenceSettings => settings({ kind: 'transformer', ...given });

describe('the width of a sequence’s encoder', () => {
  test.each([
    // MultiBench's example for CMU-MOSI: 20→40, 5→10, 300→600
    [20, 40],
    [5, 10],
    [300, 600],
    [35, 70],
    // 148 is no multiple of five heads
    [74, 150],
    [1, 5],
  ])('%i features: %i', (features, width) => expect(sequenceWidth(transformer(), features)).toBe(width));

  test('follows the heads; a GRU has none; what is set holds', () => {
    expect(sequenceWidth(transformer({ heads: 4 }), 74)).toBe(148);
    expect(sequenceWidth(transformer({ heads: 7 }), 5)).toBe(14);
    expect(sequenceWidth(settings({ kind: 'gru' }), 74)).toBe(148);
    expect(sequenceWidth(transformer({ dim: 1024, heads: 4 }), 74)).toBe(1024);
  });

  test('has to be a multiple of the heads', () => {
    const parsed = ModelSettings.safeParse({ sequence: { kind: 'transformer', dim: 8 } });
    expect(parsed.error?.issues).toMatchObject([{ path: ['sequence', 'dim'], message: 'is no multiple of heads' }]);
    expect(ModelSettings.safeParse({ sequence: { kind: 'transformer', dim: 8, heads: 4 } }).success).toBe(true);
  });
});

describe('the encoder of a sequence', () => {
  const encoder = (features: number, sequence: object) =>
    encoderFor({ id: 'text', kind: 'sequence', shape: [50, features] }, ModelSettings.parse({ sequence }));

  test('is MultiBench’s transformer of five layers where nothing is set', () => {
    expect(RunConfig.shape.model.parse({}).sequence).toEqual(transformer());
    const { parameters, width, buffers } = encoder(300, transformer());
    // A layer: 600·1800 + 1800 + 600·600 + 600 + 2·600·2048 + 2048 + 600 + 4·600 = 3,905,048; the convolution 300·600 before.
    const size = parameters.reduce((total, { shape }) => total + shape.reduce((n, d) => n * d, 1), 0);
    expect([size, width, buffers.length]).toEqual([5 * 3_905_048 + 180_000, 600, 0]);
    expect([...new Set(parameters.map(({ stage }) => stage))]).toEqual([
      'input',
      'layer1',
      'layer2',
      'layer3',
      'layer4',
      'layer5',
    ]);
    expect(parameters.filter(({ kind }) => kind === 'linear').every(({ shape }) => shape.length === 2)).toBe(true);
    expect(parameters.every(({ owner, part }) => owner === 'text' && part === 'encoder')).toBe(true);
  });

  test('is BalanceMM’s with its own sizes', () => {
    const { parameters, width } = encoder(74, { kind: 'transformer', dim: 1024, heads: 4, layers: 2 });
    expect(width).toBe(1024);
    expect(parameters.find(({ name }) => name === 'text.conv.weight')?.shape).toEqual([74, 1024]);
    expect(parameters.filter(({ name }) => name.endsWith('linear1.weight'))).toHaveLength(2);
  });

  test('counts its multiply-accumulates', () => {
    // Two steps, three features, D 4, F 5: the convolution 2·3·4; a whole layer q, k, v 2·4·12, out 2·4·4, feed-forward 2·2·4·5, scores and
    // sums 2·2·2·4; of the last layer keys and values 2·4·8, and of one step the rest: q and out 2·4·4, feed-forward 2·4·5, scores and sums 2·2·4.
    const small = encoderFor(
      { id: 'text', kind: 'sequence', shape: [2, 3] },
      ModelSettings.parse({ sequence: { kind: 'transformer', dim: 4, heads: 2, layers: 2, feedForward: 5 } }),
    );
    expect([small.firstMacs, small.macs]).toEqual([24, 24 + (96 + 32 + 80 + 32) + (64 + 32 + 40 + 16)]);
    // A GRU of D 4: three gates from three features and from four of the state, twice.
    const gru = encoderFor(
      { id: 'text', kind: 'sequence', shape: [2, 3] },
      ModelSettings.parse({ sequence: { kind: 'gru', dim: 4 } }),
    );
    expect([gru.firstMacs, gru.macs]).toEqual([2 * 3 * 12, 2 * (3 + 4) * 12]);
  });
});

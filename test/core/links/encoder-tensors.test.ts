import { describe, expect, test } from 'vitest';
import { parameter } from '../../support/fake-step.ts';
import { checkTouched, chosenTensors, isWeight, type TensorChoice } from '../../../src/core/links/encoder-tensors.ts';
import { gradientNoise } from '../../../src/core/links/gradient-noise.ts';
import { gradientScaling } from '../../../src/core/links/gradient-scaling.ts';
import { lateFusion } from '../../../src/core/nn/late-fusion.ts';
import { ModelSettings } from '../../../src/core/train/config.ts';

/** A convolutional encoder with a linear layer, a transformer's, and what is shared. */
const PARAMETERS = [
  parameter('audio.conv', 'audio', { shape: [3, 3, 1, 4] }),
  parameter('audio.linear', 'audio', { shape: [4, 2], kind: 'linear' }),
  parameter('audio.norm', 'audio', { shape: [4], kind: 'norm-scale' }),
  parameter('text.in', 'text', { shape: [1, 5, 8], kind: 'convolution' }),
  parameter('text.attention', 'text', { shape: [8, 24], kind: 'linear' }),
  parameter('text.bias', 'text', { shape: [24], kind: 'bias' }),
  parameter('head.text', 'text', { shape: [8, 2], part: 'head', kind: 'linear' }),
  parameter('head', null, { shape: [10, 2], part: 'fusion', kind: 'linear' }),
];
const MODALITIES = ['audio', 'text'];
const chosen = (choice: TensorChoice): string[] => [...chosenTensors(PARAMETERS, choice)];

test.each([
  // Each encoder by itself: the first has a 4-D convolution, the second, whose convolution over time has three dimensions, has none.
  ['auto', ['audio.conv', 'text.in', 'text.attention']],
  ['convolutions', ['audio.conv']],
  ['matrices', ['audio.conv', 'audio.linear', 'text.in', 'text.attention']],
] as const)('%s takes %j', (choice, names) => {
  expect(chosen(choice)).toEqual(names);
});

test('weights are an encoder’s, of two dimensions or more', () => {
  expect(PARAMETERS.filter(isWeight).map(({ name }) => name)).toEqual(chosen('matrices'));
});

describe('an encoder without such a tensor', () => {
  const model = { parameters: PARAMETERS, modalities: MODALITIES, weights: {} };

  test('is refused, by the modality’s name', () => {
    expect(() => checkTouched('gradient-scaling', model, 'convolutions')).toThrow(
      expect.objectContaining({
        code: 'link.touches-nothing',
        params: { link: 'gradient-scaling', choice: 'convolutions', modalities: ['text'] },
      }),
    );
    for (const choice of ['auto', 'matrices'] as const) checkTouched('gradient-scaling', model, choice);
  });

  test.each([gradientScaling, gradientNoise])('$id refuses it when the run starts', (definition) => {
    const init = (options: Record<string, unknown>) => () => definition.create(definition.options.parse(options)).init(model);
    expect(init({ tensors: 'convolutions' })).toThrow(expect.objectContaining({ code: 'link.touches-nothing' }));
    expect(init({})).not.toThrow();
  });
});

test('in ResNet-18 all choices are the twenty convolutions, as in the released code', () => {
  const { parameters } = lateFusion({
    modalities: [
      { id: 'audio', kind: 'spectrogram', shape: [33, 24, 1] },
      { id: 'video', kind: 'frames', shape: [2, 16, 16, 3] },
    ],
    classes: 3,
    settings: ModelSettings.parse({ width: 4 }),
    scoring: 'slices',
  });
  const convolutions = parameters.filter(({ kind }) => kind === 'convolution').map(({ name }) => name);
  expect(convolutions).toHaveLength(40);
  for (const choice of ['auto', 'convolutions', 'matrices'] as const)
    expect([...chosenTensors(parameters, choice)]).toEqual(convolutions);
});

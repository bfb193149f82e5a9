import { scalar } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { fakeStep } from '../../support/fake-step.ts';
import { unimodalLosses } from '../../../src/core/links/unimodal-losses.ts';

test('unimodal-losses lets each modality’s own loss count, and leaves the fused one', () => {
  const losses = {
    fused: { value: scalar(1), weight: 1 },
    audio: { value: scalar(2), weight: 0 },
    video: { value: scalar(3), weight: 0 },
  };
  const link = unimodalLosses.create(unimodalLosses.options.parse({ weight: 0.5 }));
  const { value } = link.onLosses?.(losses, null, fakeStep().step) ?? { value: {} };
  expect(value).toEqual({
    fused: losses.fused,
    audio: { value: losses.audio.value, weight: 0.5 },
    video: { value: losses.video.value, weight: 0.5 },
  });
});

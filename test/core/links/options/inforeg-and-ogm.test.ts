import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../../support/small-maths.ts';
import { fakeStep, numbers, parameter } from '../../../support/fake-step.ts';
import { gradientNoise } from '../../../../src/core/links/gradient-noise.ts';
import { gradientScaling } from '../../../../src/core/links/gradient-scaling.ts';
import { informationGap } from '../../../../src/core/links/information-gap.ts';
import { learningWindow, traceGrowth } from '../../../../src/core/links/learning-window.ts';

describe('information-gap', () => {
  const suppression = (options: Record<string, unknown>, audio: number, video: number) => {
    const { step, signals } = fakeStep({}, { trueProbability: { audio, video } });
    informationGap.create(informationGap.options.parse(options)).onLosses?.({}, null, step);
    return signals.suppression;
  };

  test('the paper’s α = exp(0.9 · tanh Δ), the same for both (by hand)', () => {
    const paper = { strengths: {}, strengthDefault: 1, scale: 0.9 };
    // tanh 0.5 = 0.462117; exp(0.415905) = 1.515745
    expect(suppression(paper, 0.8, 0.3)?.['audio']).toBeCloseTo(1.515745, 5);
    expect(suppression(paper, 0.3, 0.8)?.['video']).toBeCloseTo(1.515745, 5);
  });

  test('strengths by modality, strengthDefault for the rest', () => {
    // exp(tanh 0.5) = 1.587431
    expect(suppression({ strengths: { audio: 2 }, strengthDefault: 3 }, 0.8, 0.3)?.['audio']).toBeCloseTo(3.174862, 5);
    expect(suppression({ strengths: { audio: 2 }, strengthDefault: 3 }, 0.3, 0.8)?.['video']).toBeCloseTo(4.762293, 5);
  });

  test('heeds the window of the modality itself', () => {
    const { step, signals } = fakeStep(
      {},
      { trueProbability: { audio: 0.8, video: 0.3 }, learningWindow: { audio: false, video: true } },
    );
    informationGap.create(informationGap.options.parse({})).onLosses?.({}, null, step);
    expect(signals.suppression).toEqual({ audio: 0, video: 0 });
  });
});

describe('learning-window', () => {
  const create = (options: Record<string, unknown>) => learningWindow.create(learningWindow.options.parse(options));
  const growing = [1, 2, 5];
  const flat = [5, 5, 5];
  const open = (options: Record<string, unknown>, epoch: number, more: Record<string, unknown> = {}) => {
    const { step, signals, reports } = fakeStep({ epoch });
    const state = { traces: { audio: flat, video: growing }, running: {}, scores: {}, dominant: null, ...more };
    create(options).onInputs?.({}, state, step);
    return { open: signals.learningWindow, reports };
  };

  test('epochs=1 compares adjacent epochs: (Tr₍ₜ₋₁₎ − Tr₍ₜ₋₂₎) / Tr₍ₜ₋₁₎ (by hand)', () => {
    // (5 − 2) / 5
    expect(traceGrowth([0, 1, 2, 5], 3, 1)).toBeCloseTo(0.6, 12);
    expect(create({ epochs: 1 }).init({ parameters: [], weights: {}, modalities: ['audio'] })).toMatchObject({
      traces: { audio: [0] },
    });
  });

  test('trace=own: each modality by its own', () => {
    const found = open({ trace: 'own', epochs: 1 }, 3);
    expect(found.open).toEqual({ audio: false, video: true });
    expect(found.reports).toMatchObject({ 'k/audio': 0, 'open/audio': 0, 'open/video': 1 });
  });

  test('trace=video: that one for all; a modality that the data does not have is refused', () => {
    expect(open({ trace: 'video', epochs: 1 }, 3).open).toEqual({ audio: true, video: true });
    expect(open({ epochs: 1 }, 3).open).toEqual({ audio: false, video: false });
    const init = () => create({ trace: 'vidoe' }).init({ parameters: [], weights: {}, modalities: ['audio', 'video'] });
    expect(init).toThrow(expect.objectContaining({ code: 'link.unknown-modality' }));
  });

  test('trace=dominant: the one that led in the epoch before, for all', () => {
    expect(open({ trace: 'dominant', epochs: 1 }, 3, { dominant: 'video' }).open).toEqual({ audio: true, video: true });
    expect(open({ trace: 'dominant', epochs: 1 }, 3, { dominant: 'audio' }).open).toEqual({ audio: false, video: false });
    const link = create({ trace: 'dominant', epochs: 1 });
    let state = link.init({ parameters: [], weights: {}, modalities: ['audio', 'video'] });
    // Audio leads in one step, video by more in another.
    for (const [audio, video] of [
      [0.5, 0.4],
      [0.2, 0.6],
    ] as const) {
      const { step } = fakeStep({}, { trueProbability: { audio, video } });
      state = link.onGradients?.({}, state, step).state;
    }
    const epoch = { epoch: 0, epochs: 2, parameters: [], report: () => undefined };
    expect(link.onEpochEnd?.({}, state, epoch).state).toMatchObject({ dominant: 'video', scores: { audio: 0, video: 0 } });
  });

  test('warmEpochs keeps the window shut at first', () => {
    expect(open({ warmEpochs: 2 }, 0).open).toEqual({ audio: false, video: false });
    expect(open({ trace: 'own', epochs: 1, warmEpochs: 2 }, 1).open?.['video']).toBe(false);
    expect(open({ trace: 'own', epochs: 1, warmEpochs: 2 }, 2).open?.['video']).toBe(true);
  });

  test('threshold is K', () => {
    // Growth of video 0.6.
    expect(open({ trace: 'video', epochs: 1, threshold: 0.61 }, 3).open?.['video']).toBe(false);
    expect(open({ trace: 'video', epochs: 1, threshold: 0.59 }, 3).open?.['video']).toBe(true);
  });
});

describe('OGM: which tensors', () => {
  const parameters = [
    parameter('audio.conv', 'audio', { shape: [3, 3, 1, 2] }),
    parameter('audio.linear', 'audio', { shape: [1, 2], kind: 'linear' }),
    parameter('audio.norm', 'audio', { shape: [2], kind: 'norm-scale' }),
    parameter('head.audio', 'audio', { shape: [1, 2], part: 'head', kind: 'linear' }),
  ];
  const gradients = Object.fromEntries(parameters.map((p) => [p.name, tf.tensor1d([1, 3])]));
  const changed = (definition: typeof gradientNoise, options: Record<string, unknown>): string[] => {
    const { step } = fakeStep({ parameters, plainGradients: gradients }, { trueProbability: { audio: 30, video: 20 } });
    const value = definition.create(definition.options.parse(options)).onGradients?.(gradients, null, step).value ?? {};
    return Object.keys(value).filter((name) => numbers(value[name]).join() !== numbers(gradients[name]).join());
  };

  test.each([gradientScaling, gradientNoise])('$id: convolutions, or every weight of two or more dimensions', (definition) => {
    expect(changed(definition, {})).toEqual(['audio.conv']);
    expect(changed(definition, { tensors: 'matrices' })).toEqual(['audio.conv', 'audio.linear']);
  });

  test.each([gradientScaling, gradientNoise])('$id: start and end', (definition) => {
    expect(changed(definition, { start: 1 })).toEqual([]);
    expect(definition.options.safeParse({ start: 60 }).success).toBe(false);
  });
});

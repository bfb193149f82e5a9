import { describe, expect, test } from 'vitest';
import { methods, findMethod } from '../../../src/core/methods/index.ts';
import { checkConfig } from '../../../src/core/train/check-config.ts';
import { RunConfig } from '../../../src/core/train/config.ts';
import { checkNewLinks, idleOptions } from '../../../src/core/train/cross-links.ts';
import { presetOf, presetsOf } from '../../../src/core/train/presets.ts';

const data = { layout: 'crema-d', name: 'd', root: '/d' };
const idle = (method: string, links: RunConfig['links'], epochs = 80): string[] =>
  idleOptions(findMethod(method), links, epochs).map(({ link, option }) => `${link}.${option}`);

const CLEAN = { inputs: 'clean' };
const JOINT = { projectOn: 'joint' };

describe('an option without effect beside the others', () => {
  test.each([
    [
      'clean scores, where the method never drops a modality',
      'inforeg',
      { 'unimodal-scores': CLEAN },
      ['unimodal-scores.inputs'],
    ],
    [
      'clean scores and similarity, with dropout off',
      'redreg',
      { 'modality-dropout': 'off', 'unimodal-scores': CLEAN, 'co-information-gate': CLEAN },
      ['unimodal-scores.inputs', 'co-information-gate.inputs'],
    ],
    [
      'clean similarity, with a dropout of probability 0',
      'redreg',
      { 'modality-dropout': { from: 0, to: 0 }, 'co-information-gate': CLEAN },
      ['co-information-gate.inputs'],
    ],
    [
      'the joint gradient, where the fused loss is the only one',
      'redreg',
      { 'unimodal-losses': 'off', 'orthogonal-projection': JOINT },
      ['orthogonal-projection.projectOn'],
    ],
    [
      'the joint gradient, where no other loss has a weight',
      'redreg',
      { 'unimodal-losses': { weight: 0, weights: { audio: 0 } }, 'orthogonal-projection': JOINT },
      ['orthogonal-projection.projectOn'],
    ],
    [
      'scaling from an epoch that the run does not reach',
      'ogm',
      { 'gradient-scaling': { start: 80, end: 90 } },
      ['gradient-scaling.start'],
    ],
    ['noise too', 'ogm-ge', { 'gradient-noise': { start: 100, end: 100 } }, ['gradient-noise.start']],
  ] as const)('%s', (_, method, links, expected) => {
    expect(idle(method, links as RunConfig['links'])).toEqual(expected);
  });

  test.each([
    ['redreg', { 'unimodal-scores': CLEAN, 'co-information-gate': CLEAN }],
    ['redreg', { 'modality-dropout': { from: 0, to: 0.1 }, 'unimodal-scores': CLEAN }],
    ['redreg', { 'orthogonal-projection': JOINT }],
    ['redreg', { 'unimodal-losses': { weight: 0, weights: { video: 0.1 } }, 'orthogonal-projection': JOINT }],
    ['redreg', { 'unimodal-losses': 'off', 'orthogonal-projection': {} }],
    ['ogm', { 'gradient-scaling': { start: 79, end: 90 } }],
  ] as const)('%s with %j is none', (method, links) => {
    expect(idle(method, links as RunConfig['links'])).toEqual([]);
  });

  test('with so few epochs that dropout has only its last probability', () => {
    // int(0.3 · 3) = 0 epochs of fall, so p is 0 from the start.
    const links = { 'modality-dropout': { from: 0.6, to: 0 }, 'unimodal-scores': CLEAN };
    expect(idle('redreg', links, 3)).toEqual(['unimodal-scores.inputs']);
    expect(idle('redreg', links, 4)).toEqual([]);
    expect(idle('redreg', links, Infinity)).toEqual([]);
  });

  test('where the links cannot be read at all there is another error for it', () => {
    const links = { 'modality-dropout': 'off' as const, 'unimodal-scores': { inputs: 'unclean' } };
    expect(() => idle('redreg', links)).toThrow(expect.objectContaining({ code: 'method.bad-option' }));
  });
});

test('every preset of every method, with its own epochs and with one, is free of them', () => {
  for (const method of methods)
    for (const { id } of presetsOf(method))
      for (const epochs of [presetOf(id, method.id).training.epochs, 1])
        expect(idle(method.id, presetOf(id, method.id).links, epochs), `${method.id} ${id}`).toEqual([]);
});

describe('a new run', () => {
  const config = (changes: Record<string, unknown>): RunConfig => RunConfig.parse({ method: 'ogm', data, ...changes });

  test('is refused with the option, the reason and the code', () => {
    const late = config({ links: { 'gradient-scaling': { start: 20, end: 30 } }, training: { epochs: 10 } });
    expect(() => checkNewLinks(findMethod('ogm'), late)).toThrow(
      expect.objectContaining({
        code: 'link.no-effect',
        params: {
          method: 'ogm',
          link: 'gradient-scaling',
          option: 'start',
          reason: 'the run has 10 epochs, counted from 0, so it ends before epoch 20',
        },
      }),
    );
    expect(() => checkNewLinks(findMethod('ogm'), config({ links: { 'gradient-noise': {} } }))).toThrow(
      expect.objectContaining({ code: 'method.unknown-link' }),
    );
    checkNewLinks(findMethod('ogm'), config({}));
  });

  test('the form is told at the option', () => {
    const raw = { method: 'redreg', data, links: { 'modality-dropout': 'off', 'co-information-gate': CLEAN } };
    const { issues, config: checked } = checkConfig(raw);
    expect(issues).toEqual([
      {
        path: ['links', 'co-information-gate', 'inputs'],
        code: 'link.no-effect',
        message: expect.stringContaining('which is not in this run') as unknown,
      },
    ]);
    expect(checked).toBeNull();
  });

  test('the number of epochs counts there too', () => {
    const raw = { method: 'ogm', data, links: { 'gradient-scaling': { start: 5 } } };
    const codes = (training: unknown): string[] => checkConfig({ ...raw, training }).issues.map(({ code }) => code);
    expect(codes({ epochs: 5 })).toEqual(['link.no-effect']);
    expect(codes({ epochs: 6 })).toEqual([]);
    expect(codes({ epochs: 'many' })).toEqual(['train.bad-setting']);
  });
});

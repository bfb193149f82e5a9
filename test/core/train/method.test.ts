import { describe, expect, test } from 'vitest';
import { findMethod, methods } from '../../../src/core/methods/index.ts';
import { buildChain, optionsOf } from '../../../src/core/train/method.ts';

const redreg = findMethod('redreg');
const ids = (links: Parameters<typeof buildChain>[1]): string[] => buildChain(redreg, links).links.map((link) => link.id);

describe('buildChain', () => {
  test('has all links of the method, in its order', () => {
    expect(ids({})).toEqual([
      'modality-dropout',
      'unimodal-losses',
      'unimodal-scores',
      'redundancy-monitor',
      'co-information-gate',
      'orthogonal-projection',
    ]);
  });

  test('leaves out what is switched off', () => {
    expect(ids({ 'modality-dropout': 'off', 'co-information-gate': 'off' })).toEqual([
      'unimodal-losses',
      'unimodal-scores',
      'redundancy-monitor',
      'orthogonal-projection',
    ]);
  });

  test.each([
    ['redreg', 'redundancy-monitor', ['orthogonal-projection']],
    ['redreg', 'unimodal-scores', ['redundancy-monitor']],
    ['inforeg', 'unimodal-scores', ['information-gap']],
    ['ogm', 'gradient-scaling', []],
  ])('%s cannot do without %s', (id, link, neededBy) => {
    expect(() => buildChain(findMethod(id), { [link]: 'off' })).toThrow(
      expect.objectContaining({ code: 'method.link-required', params: { method: id, link, neededBy } }),
    );
  });

  test.each(
    methods.flatMap((method) => method.links.map((use) => [method.id, use.definition.id, use.required === true] as const)),
  )('%s without %s: refused %s, never a broken chain', (id, link, required) => {
    const build = (): unknown => buildChain(findMethod(id), { [link]: 'off' });
    if (required) expect(build).toThrow(expect.objectContaining({ code: 'method.link-required' }));
    else expect(build).not.toThrow();
  });

  test('refuses a link that the method does not have', () => {
    expect(() => buildChain(findMethod('joint'), { 'gradient-noise': {} })).toThrow(
      expect.objectContaining({ code: 'method.unknown-link', params: { method: 'joint', link: 'gradient-noise', known: [] } }),
    );
  });

  test.each([
    [{ from: 2 }, /^from: /],
    [{ form: 0.5 }, /form/],
    [{ from: 'much' }, /^from: /],
  ])('refuses the options %j', (options, issue) => {
    expect(() => buildChain(redreg, { 'modality-dropout': options })).toThrow(
      expect.objectContaining({
        code: 'method.bad-option',
        params: { method: 'redreg', link: 'modality-dropout', issues: [expect.stringMatching(issue) as unknown] },
      }),
    );
  });
});

describe('optionsOf', () => {
  const scores = findMethod('ogm').links[0];

  test('puts the run’s own over the method’s preset over the link’s defaults', () => {
    if (!scores) throw new Error('OGM has no links.');
    expect(optionsOf(findMethod('ogm'), scores, {})).toMatchObject({ reduce: 'sum', window: 10 });
    expect(optionsOf(findMethod('ogm'), scores, { reduce: 'mean', window: 3 })).toMatchObject({ reduce: 'mean', window: 3 });
  });
});

import { describe, expect, test } from 'vitest';
import { methodCard } from '../../../src/core/methods/card.ts';
import { findMethod, methods } from '../../../src/core/methods/index.ts';
import { RunConfig } from '../../../src/core/train/config.ts';
import { buildChain } from '../../../src/core/train/method.ts';
import { presetOf, presetsOf } from '../../../src/core/train/presets.ts';

describe('presetOf', () => {
  test('official is the method’s own settings and nothing else', () => {
    const { label, data, links, model, training } = presetOf('official', 'redreg');
    expect({ label, data, links, model }).toEqual({ label: 'official', data: 'official', links: {}, model: {} });
    expect(training).toMatchObject({ epochs: 80, batch: 64, learningRate: 2e-3, clipNorm: null, selectOn: 'validation' });
  });

  test.each([
    ['quick', 'quick', 'quick', 10],
    ['paper', 'paper', 'official', 80],
    ['quick,paper', 'quick,paper', 'quick', 10],
    ['paper,quick', 'quick,paper', 'quick', 10],
    ['official,paper', 'paper', 'official', 80],
    ['quick,official', 'quick', 'quick', 10],
  ])('%s is kept as %s, with %s data and training', (preset, label, data, epochs) => {
    const found = presetOf(preset, 'redreg');
    expect(found).toMatchObject({ label, data, training: { epochs } });
    expect(Object.keys(found.links).length > 0).toBe(label.includes('paper'));
  });

  test('joins the quick network’s width with what the preset says of the model', () => {
    expect(presetOf('quick,heads', 'inforeg').model).toEqual({ width: 16, scoring: 'heads' });
  });

  test.each(['papre', '', 'quick,papre', 'paper,paper', 'Quick'])('does not know "%s"', (preset) => {
    expect(() => presetOf(preset, 'redreg')).toThrow(expect.objectContaining({ code: 'method.unknown-preset' }));
  });

  test('a preset of one method is none of another', () => {
    expect(() => presetOf('paper', 'joint')).toThrow(
      expect.objectContaining({ params: { method: 'joint', found: 'paper', known: ['official', 'quick'] } }),
    );
  });
});

describe('a run’s preset', () => {
  const base = { method: 'redreg', data: { layout: 'crema-d', name: 'n', root: '/' } };
  test.each(['quick', 'official', 'quick,paper', 'without-modality-dropout'])('%s is read back', (preset) => {
    expect(RunConfig.parse({ ...base, preset }).preset).toBe(preset);
  });
  test.each(['', 'a,b,c', 'Quick', 'a b'])('"%s" is none', (preset) => {
    expect(RunConfig.safeParse({ ...base, preset }).success).toBe(false);
  });
});

describe('the papers’ presets', () => {
  const built = (method: string) => buildChain(findMethod(method), presetOf('paper', method).links);

  test('RedReg: no dropout, unimodal losses, the joint gradient asked for', () => {
    expect(built('redreg').links.map(({ id }) => id)).toEqual([
      'unimodal-losses',
      'unimodal-scores',
      'redundancy-monitor',
      'co-information-gate',
      'orthogonal-projection',
    ]);
    expect(built('redreg').links.at(-1)?.costs?.backwards).toBe(0.5);
  });

  test('InfoReg: the fused loss alone', () => {
    expect(built('inforeg').links.map(({ id }) => id)).toEqual([
      'unimodal-scores',
      'information-gap',
      'proximal-pull',
      'learning-window',
    ]);
  });
});

describe('method cards', () => {
  const cards = methods.map(methodCard);

  test('describe every option, with what it takes', () => {
    for (const { links } of cards)
      for (const { id, options } of links)
        for (const option of options) expect(option, `${id}.${option.name}`).toMatchObject({ description: /\w{3}/, takes: /\w/ });
  });

  test('give every preset with what it changes', () => {
    for (const [i, method] of methods.entries()) {
      expect(cards[i]?.presets.map(({ id }) => id)).toEqual(presetsOf(method).map(({ id }) => id));
      for (const { id, links, model } of cards[i]?.presets ?? [])
        expect(Object.keys({ ...links, ...model }).length > 0, `${method.id} ${id}`).toBe(id !== 'official');
    }
  });

  test('say what an option takes', () => {
    const monitor = cards[0]?.links.find(({ id }) => id === 'redundancy-monitor');
    const takes = (name: string): string | undefined => monitor?.options.find((o) => o.name === name)?.takes;
    expect(takes('threshold')).toBe('number or null');
    expect(takes('momentum')).toBe('number from 0 below 1');
    expect(takes('noise')).toBe('{modality: number from 0}');
    expect(takes('probeClamp')).toBe('unit | normalised | off');
    expect(takes('probeEvery')).toBe('whole number from 0');
    expect(takes('debias')).toBe('boolean');
  });
});

import { describe, expect, test } from 'vitest';
import { DatasetDefinition } from '../../../src/core/data/definition.ts';
import { runConfigOf } from '../../../src/main/cli/settings.ts';

const data = DatasetDefinition.parse({ layout: 'crema-d', name: 'n', root: '/' });
const links = (preset: string, ...set: string[]) => runConfigOf({ method: 'redreg', data, preset, set }).links;

describe('links in a run’s settings', () => {
  test('the preset’s are written into the run, so that it can be repeated without the preset', () => {
    expect(links('without-co-information-gate')).toEqual({ 'co-information-gate': 'off' });
    expect(links('official')).toEqual({});
  });

  test('--set goes over the preset and leaves the rest of it', () => {
    expect(links('without-redundancy-gate', 'links.redundancy-monitor.threshold=0.3')).toEqual({
      'redundancy-monitor': { threshold: 0.3, probeEvery: 0 },
    });
    // The preset itself stays what it is.
    expect(links('without-redundancy-gate')).toEqual({ 'redundancy-monitor': { threshold: null, probeEvery: 0 } });
  });

  test('a link that the preset switched off is on again by links.X=on, or by an option of it', () => {
    expect(links('without-modality-dropout', 'links.modality-dropout=on')).toEqual({ 'modality-dropout': {} });
    expect(links('without-modality-dropout', 'links.modality-dropout.from=0.5')).toEqual({ 'modality-dropout': { from: 0.5 } });
    expect(links('official', 'links.modality-dropout=off')).toEqual({ 'modality-dropout': 'off' });
  });

  test('links.X=on leaves the options of a link that is on already', () => {
    const paper = links('paper')['orthogonal-projection'];
    expect(paper).toMatchObject({ term: 'gradient' });
    expect(links('paper', 'links.orthogonal-projection=on')['orthogonal-projection']).toEqual(paper);
    const set = ['links.modality-dropout.from=0.5', 'links.modality-dropout=on'];
    expect(links('official', ...set)).toEqual({ 'modality-dropout': { from: 0.5 } });
  });

  test('options that would have no effect together are refused before anything starts', () => {
    expect(() => links('official', 'links.orthogonal-projection.term=gradient')).toThrow(
      expect.objectContaining({ code: 'method.bad-option' }),
    );
    expect(() => links('no-such')).toThrow(expect.objectContaining({ code: 'method.unknown-preset' }));
  });
});

describe('groups of settings that a preset leaves at their defaults', () => {
  const config = (...set: string[]) => runConfigOf({ method: 'joint', data, preset: 'quick', set });

  test('can be set by name: the encoder of sequences, early stopping', () => {
    expect(config('model.sequence.layers=2').model).toMatchObject({
      width: 16,
      sequence: { kind: 'transformer', layers: 2, heads: 5 },
    });
    expect(config('model.sequence.kind=gru').model.sequence).toEqual({ kind: 'gru', dim: null });
    const early = ['kind=patience', 'patience=4'].map((one) => `training.earlyStopping.${one}`);
    expect(config(...early).training.earlyStopping).toEqual({ kind: 'patience', patience: 4, minimumGain: 0 });
    expect(() => config('model.sequence.dim=7')).toThrow(expect.objectContaining({ code: 'train.bad-setting' }));
  });
});

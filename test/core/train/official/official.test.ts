import { describe, expect, it, test } from 'vitest';
import { CREMA_D_CLASSES } from '../../../../src/core/data/classes.ts';
import { DatasetDefinition } from '../../../../src/core/data/definition.ts';
import { methodCard } from '../../../../src/core/methods/card.ts';
import { findMethod, methods } from '../../../../src/core/methods/index.ts';
import { PUBLISHED_SETS, type PublishedSetId } from '../../../../src/core/published/published.ts';
import { checkNewLinks } from '../../../../src/core/train/cross-links.ts';
import { RunConfig } from '../../../../src/core/train/config.ts';
import { officialOn, officialRuns, officialText } from '../../../../src/core/train/official/index.ts';
import { presetSettings } from '../../../../src/core/train/preset-settings.ts';
import { presetOf, presetsOf } from '../../../../src/core/train/presets.ts';
import { configRows } from '../../../../src/renderer/panels/config-rows.ts';
import { runConfigOf } from '../../../../src/main/cli/settings.ts';

const sets = Object.keys(PUBLISHED_SETS) as PublishedSetId[];
const mosi = DatasetDefinition.parse({ layout: 'mosi', name: 'mosi', root: '/data' });
const official = (method: string, set: PublishedSetId | null) => presetOf('official', method, set);

describe('the official run', () => {
  it('is the method’s own where the data has no published results', () => {
    for (const method of methods) {
      const { set, changes, because } = officialOn(method, null);
      expect([set, changes, because]).toEqual([null, [], null]);
      expect(officialText(officialOn(method, null))).toBeNull();
    }
  });

  // methods.md 1.2, 2.2, 2.3: the defaults are CREMA-D's.
  it.each([
    ['redreg', 80, 2e-3, 40],
    ['inforeg', 50, 2e-3, 30],
    ['ogm-ge', 100, 1e-3, 70],
    ['joint', 100, 1e-3, 70],
  ])('of %s on CREMA-D and Kinetics-Sounds has %i epochs, rate %f, a tenth every %i', (method, epochs, learningRate, every) => {
    for (const set of ['crema-d', 'kinetics-sounds'] as const)
      expect(official(method, set).training).toMatchObject({
        ...{ epochs, learningRate, batch: 64 },
        schedule: { kind: 'step', every, factor: 0.1 },
        optimizer: { kind: 'sgd', momentum: 0.9, weightDecay: 1e-4 },
      });
    expect(officialOn(findMethod(method), 'crema-d').changes).toEqual([]);
  });

  it('of OGM and OGM-GE has the α of the data set', () => {
    // README: 0.1 on VGGSound. BML's script on Kinetics-Sounds: 0.8, epochs 0 to 60; the noise stops with the scaling.
    for (const method of ['ogm', 'ogm-ge'])
      expect(official(method, 'vggsound').links).toEqual({ 'gradient-scaling': { alpha: 0.1 } });
    expect(official('ogm', 'kinetics-sounds').links).toEqual({ 'gradient-scaling': { alpha: 0.8, end: 60 } });
    expect(official('ogm-ge', 'kinetics-sounds').links).toEqual({
      'gradient-scaling': { alpha: 0.8, end: 60 },
      'gradient-noise': { end: 60 },
    });
    expect(official('ogm-ge', 'crema-d').links).toEqual({});
  });

  it('on CMU-MOSI is InfoReg’s own, and of the others with the OPM paper’s rate, batch and optimiser, which is said', () => {
    expect(official('inforeg', 'cmu-mosi').training).toMatchObject({ epochs: 50, batch: 64, optimizer: { kind: 'sgd' } });
    expect(officialOn(findMethod('inforeg'), 'cmu-mosi').because).toContain('was not released');
    for (const method of ['redreg', 'ogm', 'ogm-ge', 'uniform', 'joint', 'text-only']) {
      const { training } = official(method, 'cmu-mosi');
      expect(training).toMatchObject({ learningRate: 1e-4, batch: 64, optimizer: { kind: 'adamw', weightDecay: 0.01 } });
      expect(training.epochs).toBe(findMethod(method).official.epochs);
      expect(officialOn(findMethod(method), 'cmu-mosi').because).toContain('The OPM paper’s rate');
    }
  });

  it('on CMU-MOSEI is BalanceBenchmark’s', () => {
    expect(official('redreg', 'cmu-mosei').training).toMatchObject({
      ...{ epochs: 30, batch: 32, learningRate: 1e-3 },
      schedule: { kind: 'step', every: 10, factor: 0.1 },
      optimizer: { kind: 'adamw' },
    });
  });
});

describe('a preset on data with an official run of its own', () => {
  it('goes before the data set’s options, link by link', () => {
    expect(presetOf('noise-alone', 'ogm-ge', 'kinetics-sounds').links).toEqual({
      'gradient-scaling': 'off',
      'gradient-noise': { end: 60 },
    });
  });

  it('quick trains the same on all data', () => {
    for (const set of sets) expect(presetOf('quick', 'redreg', set).training).toEqual(presetOf('quick', 'redreg').training);
  });

  it('is chosen by what the definition says of the data', () => {
    const settings = presetSettings(findMethod('joint'), mosi, 'official');
    expect(settings.training).toMatchObject({ learningRate: 1e-4, optimizer: { kind: 'adamw' } });
    const seven = DatasetDefinition.parse({ ...mosi, scores: { kind: 'seven' } });
    expect(presetSettings(findMethod('joint'), seven, 'official').training.learningRate).toBe(1e-3);
    const digits = DatasetDefinition.parse({ layout: 'crema-d', name: 'd', root: '/', classes: ['0', '1'] });
    expect(presetSettings(findMethod('joint'), digits, 'official').training.learningRate).toBe(1e-3);
    // What the user sets goes before all.
    const own = runConfigOf({ method: 'joint', data: mosi, preset: 'official', set: ['training.learningRate=0.5'] });
    expect(own.training).toMatchObject({ learningRate: 0.5, optimizer: { kind: 'adamw' } });
  });

  test.each(sets)('on %s every method and preset can be run, for one epoch too', (set) => {
    for (const method of [...methods, findMethod('text-only')])
      for (const { id } of presetsOf(method))
        for (const name of [id, `quick,${id}`]) {
          const { training, links, model } = presetOf(name, method.id, set);
          for (const epochs of [training.epochs, 1]) {
            const config = RunConfig.parse({ method: method.id, data: mosi, model, links, training: { ...training, epochs } });
            expect(() => checkNewLinks(method, config), `${method.id} ${name}`).not.toThrow();
          }
        }
  });
});

describe('what came from the data set', () => {
  it('is told with its path, its value and where it is from', () => {
    expect(officialText(officialOn(findMethod('ogm'), 'vggsound'))).toMatch(
      /^On VGGSound: links\.gradient-scaling\.alpha = 0\.1\. The README of OGM-GE gives/,
    );
    expect(officialText(officialOn(findMethod('redreg'), 'cmu-mosi'))).toMatch(
      /^On CMU-MOSI: training\.learningRate = 0\.0001, training\.optimizer = adamw\. RedReg’s README names/,
    );
    expect(officialText(officialOn(findMethod('redreg'), 'crema-d'))).toMatch(/^On CREMA-D: the method’s own settings\. /);
  });

  it('stands on every method’s card for every data set, with the frames of the official run where they are known', () => {
    for (const method of methods) {
      const { official_on: runs } = methodCard(method);
      expect(runs.map(({ set }) => set)).toEqual(sets.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
      for (const run of runs) expect(officialText(run)).toMatch(/^On .+: .+\. .+\.$/);
    }
    const frames = (method: string) => officialRuns(findMethod(method)).map((run) => run.frames);
    expect(frames('redreg').slice(0, 2)).toEqual([3, 3]);
    expect(frames('ogm-ge').slice(0, 3)).toEqual([1, 3, 3]);
  });
  const order: readonly PublishedSetId[] = ['crema-d', 'kinetics-sounds', 'vggsound', 'cmu-mosi', 'cmu-mosei'];

  it('is usual in a run’s configuration, and the method’s own setting is not', () => {
    const data = { layout: 'mosi', name: 'mosi', root: '/data' };
    const card = methodCard(findMethod('joint'));
    const usual = (training: object) =>
      configRows(RunConfig.parse({ method: 'joint', data, training }), card).find(({ path }) => path === 'training.learningRate');
    expect(usual({ learningRate: 1e-4 })).toMatchObject({ isUsual: true, usual: 1e-4 });
    expect(usual({ learningRate: 1e-3 })).toMatchObject({ isUsual: false, usual: 1e-4 });
    const crema = { layout: 'crema-d', name: 'c', root: '/', classes: CREMA_D_CLASSES };
    expect(configRows(RunConfig.parse({ method: 'joint', data: crema }), card)[0]).toBeDefined();
  });
});

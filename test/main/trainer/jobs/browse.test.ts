import { mkdirSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DataReport } from '../../../../src/core/contract/data.ts';
import { CremaDDefinition } from '../../../../src/core/data/crema-d.ts';
import { dataBrowser, type Browsing, type DataBrowser } from '../../../../src/main/studio/data/browser.ts';
import { forkTrainer } from '../../../../src/main/studio/fork-trainer.ts';
import type { SpawnTrainer, TrainerChild } from '../../../../src/main/studio/trainer-process.ts';
import { resolveDataArgument } from '../../../../src/main/trainer/loading/resolve-data-argument.ts';
import { makeBrokenSet, type BrokenSet } from '../../../support/broken-set.ts';
import { viewOfKind } from '../../../support/modality-view.ts';
import { built } from '../../../support/built.ts';
import { sharedFolder, testWithShared } from '../../../support/shared.ts';
import { codeOf, lines, picture, put, smallSet, temporaryFolder, TEST, thrownBy, TRAIN } from '../../../support/small-set.ts';
import { tone, wavFile } from '../../../support/wav.ts';

/** The real browse job in its own process, asked as the studio asks it. */

const { folder, remove } = temporaryFolder();
const at = (...path: string[]): string => join(folder, ...path);
const children: TrainerChild[] = [];
let browser: DataBrowser;

const spawn: SpawnTrainer = (environment) => {
  const child = forkTrainer(built('main', 'trainer.js'))(environment);
  children.push(child);
  return child;
};
const start = (idleSeconds = 60): DataBrowser => dataBrowser({ spawn, cacheFolder: at('cache'), idleSeconds });

beforeAll(() => {
  browser = start();
});
afterAll(async () => {
  await browser.close();
  remove();
});

const check = (definition: CremaDDefinition): Promise<DataReport> => browser.ask({ what: 'check', definition });
const codes = ({ problems }: DataReport): string[] => problems.map(({ code }) => code);

describe('a folder with three broken files', () => {
  let broken: BrokenSet;
  let definition: CremaDDefinition;

  beforeAll(async () => {
    broken = await makeBrokenSet(at('broken'));
    const found = await browser.ask({ what: 'detect', layout: null, folder: broken.folder });
    definition = CremaDDefinition.parse(found.definition);
  });

  test('is known by its layout, and the check tells of all three with file, list, line and sample', async () => {
    const report = await check(definition);
    const list = at('broken', 'train.csv');
    const errors = report.problems.filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([
      {
        ...{ code: 'data.wav-truncated', file: at('broken', 'AudioWAV', `${broken.truncated}.wav`), list, line: 2 },
        ...{ sample: broken.truncated, field: null },
      },
      {
        ...{ code: 'data.image-corrupt', file: at('broken', 'Image-03-FPS', broken.noPicture, '00001.jpg'), list, line: 10 },
        ...{ sample: broken.noPicture, field: null },
      },
      { code: 'data.missing-wav', list, line: 49, sample: broken.missing },
      { code: 'data.missing-frames', list, line: 49, sample: broken.missing },
    ]);
    expect(report.found?.counts).toEqual({ train: [24, 25], validation: [], test: [3, 3] });
    expect(report.found?.classes).toEqual(['high', 'low']);
    expect(report.found?.speakers).toEqual({ train: 3, validation: 0, test: 3 });
    expect(report.found?.sharedSpeakers).toBe(3);
  });

  test('a broken sample is shown as far as it can be read', async () => {
    const sample = await browser.ask({ what: 'sample', definition, name: broken.truncated });
    expect(viewOfKind(sample, 'spectrogram')).toBeNull();
    expect(viewOfKind(sample, 'frames')?.frames).toHaveLength(3);
    expect(sample.problems).toMatchObject([{ code: 'data.wav-truncated' }]);
    const other = await browser.ask({ what: 'sample', definition, name: broken.noPicture });
    expect(other.modalities.map(({ modality }) => modality)).toEqual(['audio']);
    expect(other.problems.map(({ code }) => code)).toEqual(['data.image-corrupt']);
  });

  test('without those three it can be prepared, and with them it cannot', async () => {
    expect(await codeOf(() => browser.ask({ what: 'prepare', definition }))).toMatch(/^data\./);
    const leaveOut = [broken.truncated, broken.noPicture, broken.missing];
    const without = { ...definition, leaveOut };
    const report = await check(without);
    expect(codes(report)).toEqual(['data.no-validation']);
    expect(report.found?.counts.train).toEqual([22, 24]);
    const seen: Browsing[] = [];
    await browser.ask({ what: 'prepare', definition: without }, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toMatchObject({ phase: 'preparing', done: 104, total: 104 });
  });

  test('mended, it is whole', async () => {
    await broken.mend();
    expect(codes(await check(definition))).toEqual(['data.no-validation']);
  });
});

describe('what a check finds', () => {
  let definition: CremaDDefinition;
  let number = 0;
  const set = async (): Promise<string> => {
    const root = at(`set-${String(number++)}`);
    definition = await smallSet(root);
    return root;
  };

  test('a whole set has classes, splits, shapes and speakers', async () => {
    await set();
    const report = await check({ ...definition, validation: { kind: 'speaker', speakers: ['kim'], seed: 0 } });
    expect(report).toEqual({
      problems: [],
      problemsLeftOut: 0,
      codes: [],
      found: {
        classes: ['a', 'b'],
        counts: { train: [4, 4], validation: [2, 2], test: [3, 3] },
        modalities: [
          { name: 'audio', shape: [33, 63, 1] },
          { name: 'video', shape: [2, 16, 16, 3] },
        ],
        speakers: { train: 2, validation: 1, test: 3 },
        sharedSpeakers: 2,
        // 18 recordings of 1000, 1050 … 1850 samples at 8 kHz; the middle two have 1400 and 1450.
        durations: [
          { modality: 'audio', files: 18, least: 1000 / 8000, median: (1400 / 8000 + 1450 / 8000) / 2, most: 1850 / 8000 },
        ],
      },
    });
  });

  test('splits by speaker and by chance are counted from the lists alone, whatever the files are', async () => {
    const root = await set();
    rmSync(join(root, 'AudioWAV'), { recursive: true });
    const splits = (validation: CremaDDefinition['validation']) =>
      browser.ask({ what: 'splits', definition: { ...definition, validation } });
    const byKim = await splits({ kind: 'speaker', speakers: ['kim'], seed: 0 });
    expect(byKim.problems).toEqual([]);
    expect(byKim.found).toEqual({
      classes: ['a', 'b'],
      counts: { train: [4, 4], validation: [2, 2], test: [3, 3] },
      speakers: { train: 2, validation: 1, test: 3 },
      inTraining: { validation: 0, test: 2 },
    });
    // Two of each class; a speaker has two takes a class, so none who is held back has left training.
    const { found: drawn } = await splits({ kind: 'share', share: 0.34, seed: 1 });
    expect(drawn?.counts).toEqual({ train: [4, 4], validation: [2, 2], test: [3, 3] });
    expect(drawn?.speakers).toMatchObject({ train: 3, test: 3 });
    expect(drawn?.inTraining).toEqual({ validation: drawn?.speakers?.validation, test: 3 });
    const unknown = await splits({ kind: 'speaker', speakers: ['eve'], seed: 0 });
    expect(unknown.problems).toMatchObject([{ code: 'data.speaker-unknown', field: 'validation' }]);
  });

  test('all bad lines of the lists at once, each beside the field of its list', async () => {
    const root = await set();
    put(join(root, 'train.csv'), `${lines(TRAIN)}no comma\na_kim_1,a\n../x,a\n`);
    put(join(root, 'test.csv'), `${lines(TEST)}b_max_2,b\nb_max_9,z\n`);
    const report = await check(definition);
    expect(
      report.problems.map(({ code, field, file, line, sample }) => [code, field, file?.slice(root.length + 1), line, sample]),
    ).toEqual([
      ['data.list-bad-line', 'trainList', 'train.csv', 13, null],
      ['data.duplicate-stem', 'trainList', 'train.csv', 14, null],
      ['data.list-bad-line', 'trainList', 'train.csv', 15, null],
      ['data.unknown-label', 'classes', 'test.csv', 8, 'b_max_9'],
      ['data.split-overlap', null, 'test.csv', 7, 'b_max_2'],
      ['data.no-validation', 'validation', undefined, null, null],
    ]);
    expect(report.found?.counts).toEqual({ train: [6, 6], validation: [], test: [3, 3] });
  });

  test.each([
    [{ root: '/nowhere' }, 'data.folder-missing', 'root', false],
    [{ trainList: 'no.csv' }, 'data.list-missing', 'trainList', false],
    [{ testList: 'no.csv' }, 'data.list-missing', 'testList', true],
    [{ validation: { kind: 'list', file: 'no.csv' } }, 'data.list-missing', 'validation.file', true],
    [{ validation: { kind: 'speaker', speakers: ['eve'], seed: 0 } }, 'data.speaker-unknown', 'validation', true],
    [
      { validation: { kind: 'speaker', speakers: ['a'], seed: 0 }, speakerField: 9 },
      'data.speaker-missing',
      'speakerField',
      true,
    ],
    [{ audioFolder: 'no' }, 'data.folder-missing', 'audioFolder', true],
  ] as [Partial<CremaDDefinition>, string, string, boolean][])(
    '%j is told once, beside its field',
    async (change, code, field, isShown) => {
      await set();
      const report = await check({ ...definition, ...change });
      expect(report.problems.filter(({ severity }) => severity === 'error')).toMatchObject([{ code, field }]);
      expect(report.found !== null).toBe(isShown);
    },
  );

  test('a frame folder that is not there at all is one problem, too few frames one a sample', async () => {
    await set();
    const frames = { ...definition.frames, folder: 'no' };
    expect((await check({ ...definition, frames })).problems).toMatchObject([
      { code: 'data.folder-missing', field: 'frames.folder' },
      {},
    ]);
    const more = await check({ ...definition, frames: { ...definition.frames, count: 5 } });
    expect(more.problems.filter(({ code }) => code === 'data.too-few-frames')).toHaveLength(TRAIN.length + TEST.length);
  });

  test('more problems than anybody reads are counted', async () => {
    const root = await set();
    put(join(root, 'train.csv'), lines(TRAIN) + Array.from({ length: 900 }, (_, i) => `x${String(i)}\n`).join(''));
    const report = await check(definition);
    expect([report.problems.length, report.problemsLeftOut]).toEqual([501, 400]);
    expect(report.codes).toEqual([
      { code: 'data.list-bad-line', severity: 'error', count: 900 },
      { code: 'data.no-validation', severity: 'warning', count: 1 },
    ]);
  });

  test('a file with a newline in its name and a set named as markup are plain text', async () => {
    const root = await set();
    const name = '<img src=x onerror=alert(1)>';
    const report = await check({ ...definition, name, root: join(root, name) });
    expect(report.problems).toMatchObject([{ code: 'data.folder-missing', file: join(root, name) }]);
  });
});

describe('detect', () => {
  test('a folder in no layout gives the usual names and says what is missing', async () => {
    mkdirSync(at('empty', 'inside'), { recursive: true });
    const { definition, candidates, problems } = await browser.ask({ what: 'detect', layout: null, folder: at('empty') });
    expect(candidates[0]).toMatchObject({ layout: 'crema-d', missing: ['AudioWAV', 'Image-NN-FPS'] });
    expect(definition).toMatchObject({ layout: 'crema-d', name: 'empty', root: at('empty'), audioFolder: 'AudioWAV' });
    expect(problems).toMatchObject([{ code: 'data.not-a-layout', field: 'root', file: at('empty') }]);
  });

  test('a definition in the folder wins, and a folder that is not there is told', async () => {
    put(at('defined', 'dataset.json'), JSON.stringify({ layout: 'crema-d', name: 'own', trainList: 'x.csv' }));
    const found = await browser.ask({ what: 'detect', layout: null, folder: at('defined') });
    expect(found).toMatchObject({ definition: { name: 'own', trainList: 'x.csv', root: at('defined') }, problems: [] });
    expect((await browser.ask({ what: 'detect', layout: null, folder: at('nothing') })).problems).toMatchObject([
      { code: 'data.not-found' },
    ]);
  });
});

describe('samples', () => {
  let definition: CremaDDefinition;
  beforeAll(async () => {
    definition = await smallSet(at('samples'));
  });
  const list = (change: object): ReturnType<typeof ask> => ask(change);
  const ask = (change: object) =>
    browser.ask({
      ...{ what: 'samples', definition, split: null, label: null, search: '', offset: 0, limit: 60 },
      ...change,
    });

  test('by split, class and part of the name, a page at a time', async () => {
    expect((await list({})).total).toBe(18);
    expect(await list({ split: 'test', label: 1, search: 'MAX' })).toEqual({
      samples: [{ name: 'b_max_0', split: 'test', label: 1 }],
      total: 1,
    });
    const { samples, total } = await list({ offset: 17, limit: 5 });
    expect([samples.map(({ name }) => name), total]).toEqual([['b_max_0'], 18]);
  });

  test('a sample as its files are and as the network sees it in evaluation', async () => {
    // Stereo, so that the mean of both channels shows; 0.2 s at 8 kHz.
    const left = tone(1600, 40);
    put(
      at('samples', 'AudioWAV', 'a_kim_1.wav'),
      wavFile(
        left.flatMap((value) => [value, 0]),
        { channels: 2 },
      ),
    );
    for (const [i, grey] of [10, 128, 250].entries())
      put(at('samples', 'Image-03-FPS', 'a_kim_1', `0000${String(i)}.jpg`), await picture(grey));
    const sample = await browser.ask({ what: 'sample', definition, name: 'a_kim_1' });
    expect(sample).toMatchObject({ name: 'a_kim_1', split: 'train', label: 'a', problems: [] });
    const video = viewOfKind(sample, 'frames');
    const spectrogram = viewOfKind(sample, 'spectrogram');
    expect(spectrogram).toMatchObject({ modality: 'audio', shape: [33, 63], time: 'columns' });
    expect(spectrogram?.values).toHaveLength(33 * 63);
    const audio = spectrogram?.sound;
    expect(audio).toMatchObject({ rate: 8000, seconds: 0.2, usedSeconds: 0.25, filledWith: 'repeats' });
    expect(spectrogram?.values.every(Number.isFinite)).toBe(true);
    expect(Math.max(...(audio?.waveform ?? []))).toBeCloseTo(0.25, 2);
    expect(audio?.waveform).toHaveLength(800);
    const wav = Buffer.from(audio?.wav ?? []);
    expect([wav.toString('latin1', 0, 4), wav.readUInt16LE(22), wav.readUInt32LE(24), wav.length]).toEqual([
      'RIFF',
      1,
      8000,
      44 + 3200,
    ]);
    expect(wav.readInt16LE(44 + 2 * 10)).toBe(Math.round(32768 * (left[10] ?? 0) * 0.5));
    expect([video?.width, video?.height, video?.frames.length, video?.files.length]).toEqual([16, 16, 2, 2]);
    const greys = { '00000.jpg': 10, '00001.jpg': 128, '00002.jpg': 250 } as Record<string, number>;
    for (const [i, frame] of (video?.frames ?? []).entries()) {
      expect(frame).toHaveLength(3 * 16 * 16);
      expect(Math.abs((frame[0] ?? 0) - (greys[video?.files[i] ?? ''] ?? -99))).toBeLessThan(3);
    }
    expect(await browser.ask({ what: 'sample', definition, name: 'a_kim_1' })).toEqual(sample);
  });

  test('a name that no list has, or that leads out of the folder, is refused', async () => {
    for (const name of ['nobody', '../../../etc/passwd'])
      expect(await thrownBy(() => browser.ask({ what: 'sample', definition, name }))).toMatchObject({
        code: 'data.unknown-sample',
      });
  });
});

describe('the process', () => {
  let definition: CremaDDefinition;
  beforeAll(async () => {
    definition = await smallSet(at('process'));
    const many = Array.from({ length: 6000 }, (_, i) => `a_kim_${String(100 + i)}`);
    put(at('process', 'train.csv'), lines([...TRAIN, ...many]));
  });

  test('ends of itself when nobody asks, and a later question starts another', async () => {
    const [own, before] = [start(0.3), children.length];
    await own.ask({ what: 'sample', definition, name: 'a_kim_1' });
    await wait(1500);
    await own.ask({ what: 'sample', definition, name: 'a_kim_1' });
    expect(children.length - before).toBe(2);
    await own.close();
  });

  test('what it did not get because it was just leaving is asked of the next one', async () => {
    let asked = 0;
    const losing: SpawnTrainer = (environment) => {
      const child = spawn(environment);
      // The second question is on its way when the process ends.
      return { ...child, send: (message) => void (message.type === 'browse' && ++asked === 2 ? 0 : child.send(message)) };
    };
    const own = dataBrowser({ spawn: losing, cacheFolder: at('cache'), idleSeconds: 0.3 });
    await own.ask({ what: 'sample', definition, name: 'a_kim_1' });
    expect((await own.ask({ what: 'sample', definition, name: 'a_kim_2' })).name).toBe('a_kim_2');
    expect(asked).toBe(3);
    await own.close();
  });

  test('killed, it is an error of what was asked, and the next question is answered', async () => {
    const own = start();
    await own.ask({ what: 'sample', definition, name: 'a_kim_1' });
    const asked = thrownBy(() => own.ask({ what: 'check', definition }, { onProgress: () => children.at(-1)?.kill() }));
    expect(await asked).toMatchObject({ code: 'data.reader-died' });
    expect((await own.ask({ what: 'sample', definition, name: 'a_kim_1' })).name).toBe('a_kim_1');
    await own.close();
  });

  test('a check is cancelled in the middle, and a sample is shown while it goes on', async () => {
    const ending = new AbortController();
    const order: string[] = [];
    const checked = codeOf(() =>
      browser.ask({ what: 'check', definition }, { signal: ending.signal, onProgress: ({ done }) => order.push(String(done)) }),
    ).then((code) => order.push(String(code)));
    const sampled = browser.ask({ what: 'sample', definition, name: 'a_kim_1' }).then(() => {
      order.push('sample');
      ending.abort();
    });
    await Promise.all([checked, sampled]);
    expect(order.at(-1)).toBe('data.cancelled');
    expect(order).toContain('sample');
    expect(order).not.toContain('6018');
  });
});

describe('speed', () => {
  testWithShared(
    'data/av-digits',
    'of 3,000 samples the first is shown, and all are scanned, within six seconds on a busy machine',
    async () => {
      const own = start();
      const cold = performance.now();
      const root = join(sharedFolder, 'data', 'av-digits');
      const definition = await resolveDataArgument(root, { cacheFolder: at('cache') });
      const [first] = (await own.ask({ what: 'samples', definition, split: null, label: null, search: '', offset: 0, limit: 1 }))
        .samples;
      await own.ask({ what: 'sample', definition, name: first?.name ?? '' });
      const shown = performance.now() - cold;
      const began = performance.now();
      const report = await own.ask({ what: 'check', definition });
      const scanned = performance.now() - began;
      const warm = performance.now();
      await own.ask({ what: 'sample', definition, name: 'nine' }).catch(() => undefined);
      for (const { name } of (
        await own.ask({ what: 'samples', definition, split: null, label: null, search: '', offset: 0, limit: 10 })
      ).samples)
        await own.ask({ what: 'sample', definition, name });
      const each = (performance.now() - warm) / 11;
      console.log(
        `av-digits: first sample after ${shown.toFixed(0)} ms, check ${scanned.toFixed(0)} ms, then ${each.toFixed(0)} ms a sample`,
      );
      expect(codes(report)).toEqual(['data.no-validation']);
      expect(scanned).toBeLessThan(6000);
      expect(shown).toBeLessThan(6000);
      await own.close();
    },
  );

  test('a folder of 7,442 samples is scanned in ten seconds', async () => {
    // As large as CREMA-D: one recording and three pictures a sample, hard links to one file each.
    const root = at('large');
    for (const part of ['AudioWAV', 'Image-03-FPS']) mkdirSync(join(root, part), { recursive: true });
    writeFileSync(join(root, 'one.wav'), wavFile(tone(1000, 20)));
    writeFileSync(join(root, 'one.jpg'), await picture(100));
    const stems = Array.from({ length: 7442 }, (_, i) => `${String(1000 + (i % 91))}_${'ab'.charAt(i % 2)}_${String(i)}`);
    for (const stem of stems) {
      linkSync(join(root, 'one.wav'), join(root, 'AudioWAV', `${stem}.wav`));
      mkdirSync(join(root, 'Image-03-FPS', stem));
      for (const frame of [0, 1, 2])
        linkSync(join(root, 'one.jpg'), join(root, 'Image-03-FPS', stem, `0000${String(frame)}.jpg`));
    }
    const line = (stem: string): string => `${stem},${stem.split('_')[1] ?? ''}\n`;
    put(join(root, 'train.csv'), stems.slice(744).map(line).join(''));
    put(join(root, 'test.csv'), stems.slice(0, 744).map(line).join(''));
    const definition = CremaDDefinition.parse({ layout: 'crema-d', name: 'large', root });
    const began = performance.now();
    const report = await check(definition);
    const seconds = (performance.now() - began) / 1000;
    console.log(`7,442 samples: ${seconds.toFixed(2)} s`);
    expect(codes(report)).toEqual(['data.no-validation']);
    expect(report.found?.speakers).toEqual({ train: 91, validation: 0, test: 91 });
    expect(seconds).toBeLessThan(10);
    rmSync(root, { recursive: true });
  });
});

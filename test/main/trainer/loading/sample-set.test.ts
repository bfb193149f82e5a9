import { unzipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { presetDefinition } from '../../../../src/core/data/preset.ts';
import { openDataset } from '../../../../src/main/trainer/loading/open-dataset.ts';
import { sampleSet } from '../../../../src/main/trainer/loading/sample-set.ts';
import { temporaryFolder } from '../../../support/small-set.ts';

const resources = join(import.meta.dirname, '../../../../resources');
const archive = readFileSync(join(resources, 'av-digits.zip'));
const files = unzipSync(archive);
const text = (name: string): string => new TextDecoder().decode(files[name]);
const stemsOf = (split: string): string[] =>
  text(`${split}.csv`)
    .trim()
    .split('\n')
    .map((line) => line.split(',')[0] ?? '');
const splits = ['train', 'validation', 'test'] as const;
const byStem = new Map<string, string[]>();
for (const name of Object.keys(files)) {
  const stem = /^AudioWAV\/(.*)\.wav$|^Image-03-FPS\/(.*)\//.exec(name)?.slice(1).find(Boolean);
  if (stem !== undefined) byStem.set(stem, [...(byStem.get(stem) ?? []), name]);
}
const filesOf = (stem: string): string[] => byStem.get(stem) ?? [];

/** In which splits each content occurs, and how often in all. */
function occurrences(digest: (name: string) => string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const split of splits)
    for (const stem of stemsOf(split))
      for (const name of filesOf(stem)) found.set(digest(name), [...(found.get(digest(name)) ?? []), split]);
  return found;
}

describe('the committed archive', () => {
  test('is under 12 MB and brings its licence', () => {
    expect(archive.length).toBeLessThan(12e6);
    const licence = readFileSync(join(resources, 'av-digits.LICENSE.md'), 'utf8');
    expect(text('LICENSE.md')).toBe(licence);
    expect(licence).toContain('CC BY-SA 4.0');
    expect(licence).toContain('MIT');
  });

  test('has about a thousand samples: each digit by each speaker, equally often in each split', () => {
    for (const [split, takes] of [
      ['train', 12],
      ['validation', 2],
      ['test', 3],
    ] as const) {
      const cells = new Map<string, number>();
      for (const stem of stemsOf(split)) {
        const cell = stem.replace(/_\d+$/, '');
        cells.set(cell, (cells.get(cell) ?? 0) + 1);
      }
      expect(cells.size).toBe(60);
      for (const count of cells.values()) expect(count).toBe(takes);
    }
  });

  test('every sample has its recording and three pictures; nothing else is in it', () => {
    const named = new Set(
      splits.flatMap(stemsOf).flatMap((stem) => {
        expect(filesOf(stem).length).toBe(4);
        return filesOf(stem);
      }),
    );
    expect(
      Object.keys(files)
        .filter((name) => !named.has(name))
        .sort(),
    ).toEqual(['LICENSE.md', 'test.csv', 'train.csv', 'validation.csv']);
  });

  test('no take is in two splits, and no recording or picture of the same content is there twice', () => {
    const stems = splits.flatMap(stemsOf);
    expect(new Set(stems).size).toBe(stems.length);
    const twice = [
      ...occurrences((name) =>
        createHash('sha256')
          .update(files[name] ?? '')
          .digest('hex'),
      ),
    ].filter(([, where]) => where.length > 1);
    expect(twice).toEqual([]);
  });

  test('no two splits share a picture by its pixels either', async () => {
    const pixels = new Map<string, string>();
    for (const name of Object.keys(files).filter((file) => file.endsWith('.jpg'))) {
      const { data } = await sharp(files[name]).raw().toBuffer({ resolveWithObject: true });
      pixels.set(name, createHash('sha256').update(data).digest('hex'));
    }
    const shared = [...occurrences((name) => pixels.get(name) ?? name)].filter(([, where]) => new Set(where).size > 1);
    expect(shared).toEqual([]);
  });
});

describe('sampleSet', () => {
  let place: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    place = temporaryFolder();
  });
  afterEach(() => place.remove());

  test('unpacks at first use into a set that opens', async () => {
    const definition = await sampleSet(place.folder);
    const set = await openDataset(presetDefinition(definition, 'quick'), { cacheFolder: place.folder, workers: 2 });
    expect([set.train.n, set.validation?.n, set.test.n, set.classes.length]).toEqual([720, 120, 180, 10]);
    await set.close();
    expect(definition.name).toBe('av-digits');
  });

  test('a second use writes nothing', async () => {
    const { root } = await sampleSet(place.folder);
    const file = join(root, 'AudioWAV', `${stemsOf('train')[0] ?? ''}.wav`);
    const { mtimeMs } = statSync(file);
    await sampleSet(place.folder);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  });

  test('missing, cut off and changed files are mended; no temporary folder stays', async () => {
    const { root } = await sampleSet(place.folder);
    const [one = '', two = '', three = ''] = stemsOf('train').map((stem) => join(root, 'AudioWAV', `${stem}.wav`));
    rmSync(one);
    truncateSync(two, 100);
    writeFileSync(three, Buffer.alloc(statSync(three).size));
    rmSync(join(root, 'Image-03-FPS'), { recursive: true });
    await sampleSet(place.folder);
    for (const [name, bytes] of Object.entries(files)) expect(Buffer.compare(readFileSync(join(root, name)), bytes)).toBe(0);
    expect(readdirSync(join(place.folder, 'samples')).length).toBe(1);
  });

  test('several at once all end with a whole set', async () => {
    const definitions = await Promise.all([1, 2, 3].map(() => sampleSet(place.folder)));
    for (const { root } of definitions) for (const name of Object.keys(files)) expect(existsSync(join(root, name))).toBe(true);
  });

  test.skipIf(process.getuid?.() === 0)('a cache that cannot be written has its own code', async () => {
    chmodSync(place.folder, 0o500);
    await expect(sampleSet(join(place.folder))).rejects.toMatchObject({ code: 'data.cache-unwritable' });
    chmodSync(place.folder, 0o700);
  });

  test('a file where the folder should be has it too', async () => {
    writeFileSync(join(place.folder, 'cache'), '');
    await expect(sampleSet(join(place.folder, 'cache'))).rejects.toMatchObject({ code: 'data.cache-unwritable' });
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CremaDDefinition } from '../../../../src/core/data/crema-d.ts';
import { openDataset } from '../../../../src/main/trainer/loading/open-dataset.ts';
import { lines, put, smallSet, temporaryFolder, TEST, TRAIN } from '../../../support/small-set.ts';
import { tone, wavFile, type WavForm } from '../../../support/wav.ts';

/** What people have and the program takes: list forms, wav forms, picture forms. */
const { folder, remove } = temporaryFolder();
let definition: CremaDDefinition;
beforeAll(async () => {
  definition = await smallSet(folder);
});
afterAll(remove);

/** First row of an evaluation of the first test sample. */
async function firstRow(modality: string): Promise<Float32Array> {
  const set = await openDataset(definition, { cacheFolder: join(folder, 'cache'), workers: 1 });
  try {
    for await (const batch of set.batches(set.test, { seed: 0, epoch: 0, batch: 1, training: false }))
      return batch.inputs[modality]?.data ?? new Float32Array();
    throw new Error('no batch');
  } finally {
    await set.close();
  }
}

const [FIRST = ''] = TEST;
const wav = join(folder, 'AudioWAV', `${FIRST}.wav`);
const frame = (i: number): string => join(folder, 'Image-03-FPS', FIRST, `0000${i}.jpg`);
const difference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? 0))), 0);

test('lists with a byte-order mark, CRLF and blank lines', async () => {
  put(join(folder, 'train.csv'), `\ufeff${lines(TRAIN).replaceAll('\n', '\r\n\r\n')}`);
  const set = await openDataset(definition, { cacheFolder: join(folder, 'cache'), workers: 1 });
  expect(set.train.names).toEqual(TRAIN);
  await set.close();
});

test.each([
  [{ bits: 8 }, 0.5],
  [{ bits: 24 }, 0.02],
  [{ bits: 32 }, 0.02],
  [{ bits: 32, codec: 3 }, 0.02],
  [{ bits: 64, codec: 3 }, 0.02],
  [{ bits: 16, isExtensible: true }, 1e-6],
] satisfies [WavForm, number][])('recordings of %j give the features of 16 bits within %f', async (form, tolerance) => {
  // A tone loud enough that 8 bits lose little where its energy is; the bins compared are those within e^-6 of the loudest.
  const values = tone(4000, 1000, 0.9);
  writeFileSync(wav, wavFile(values));
  const expected = await firstRow('audio');
  writeFileSync(wav, wavFile(values, form));
  const found = await firstRow('audio');
  const loudest = expected.reduce((a, b) => Math.max(a, b), -Infinity);
  const worst = expected.reduce(
    (most, value, i) => (value > loudest - 4 ? Math.max(most, Math.abs(value - (found[i] ?? 0))) : most),
    0,
  );
  expect(worst).toBeLessThan(tolerance);
});

test('stereo of two equal channels gives the features of one', async () => {
  const values = tone(3000, 100);
  writeFileSync(wav, wavFile(values));
  const expected = await firstRow('audio');
  writeFileSync(
    wav,
    wavFile(
      values.flatMap((value) => [value, value]),
      { channels: 2 },
    ),
  );
  expect(difference(expected, await firstRow('audio'))).toBe(0);
});

test.each([4000, 11_025, 22_050, 44_100, 48_000, 96_000])('a recording at %i Hz', async (rate) => {
  writeFileSync(wav, wavFile(tone(rate / 5, 100), { rate }));
  expect((await firstRow('audio')).every(Number.isFinite)).toBe(true);
});

test('grey, PNG, alpha and 16 bits become three 8-bit channels', async () => {
  const grey = sharp({ create: { width: 20, height: 20, channels: 3, background: { r: 90, g: 90, b: 90 } } });
  const originals = [0, 1, 2].map((i) => readFileSync(frame(i)));
  const forms = [
    await grey.clone().toColourspace('b-w').jpeg({ quality: 100 }).toBuffer(),
    await grey.clone().png().toBuffer(),
    await grey.clone().ensureAlpha(0.5).png().toBuffer(),
    await grey.clone().toColourspace('rgb16').png().toBuffer(),
  ];
  for (const bytes of forms) {
    for (const i of [0, 1, 2]) writeFileSync(frame(i), bytes);
    const row = await firstRow('video');
    // (90 / 255 - mean) / deviation, for red, green, blue; JPEG may be off by one
    for (const [c, value] of [-0.5767, -0.4601, -0.2358].entries()) expect(Math.abs((row[c] ?? 9) - value)).toBeLessThan(0.02);
  }
  for (const [i, bytes] of originals.entries()) writeFileSync(frame(i), bytes);
});

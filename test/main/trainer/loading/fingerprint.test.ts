import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CremaDDefinition } from '../../../../src/core/data/crema-d.ts';
import { fingerprint } from '../../../../src/main/trainer/loading/fingerprint.ts';
import { loaders } from '../../../../src/main/trainer/loading/layouts.ts';
import { lines, put, smallSet, temporaryFolder, TEST, TRAIN } from '../../../support/small-set.ts';
import { tone, wavFile } from '../../../support/wav.ts';

let place: ReturnType<typeof temporaryFolder>;
let definition: CremaDDefinition;
let before: string;
const at = (...path: string[]): string => join(place.folder, ...path);
const printOf = async (changes: Partial<CremaDDefinition> = {}): Promise<string> =>
  fingerprint(await loaders['crema-d'].scan({ ...definition, ...changes }, {}));

beforeEach(async () => {
  place = temporaryFolder();
  definition = await smallSet(at('set'));
  before = await printOf();
});
afterEach(() => place.remove());

describe('the fingerprint of a set', () => {
  test('is the same again, elsewhere, with other settings and with another validation split', async () => {
    cpSync(at('set'), at('moved'), { recursive: true });
    expect(await printOf({ root: at('moved') })).toBe(before);
    expect(await printOf({ spectrogram: { ...definition.spectrogram, hop: 16 } })).toBe(before);
    expect(await printOf({ validation: { kind: 'share', share: 0.3, seed: 1 } })).toBe(before);
  });

  test('a recording of another size', async () => {
    put(at('set', 'AudioWAV', `${TRAIN[3] ?? ''}.wav`), wavFile(tone(2000, 9)));
    expect(await printOf()).not.toBe(before);
  });

  test('files of the same size with other content', async () => {
    for (const name of readdirSync(at('set', 'AudioWAV'))) {
      const bytes = readFileSync(at('set', 'AudioWAV', name));
      writeFileSync(at('set', 'AudioWAV', name), bytes.fill(7, 44));
    }
    expect(await printOf()).not.toBe(before);
  });

  test('another label', async () => {
    put(at('set', 'train.csv'), lines(TRAIN).replace(/,a\n/, ',b\n'));
    expect(await printOf()).not.toBe(before);
  });

  test('a sample moved from test to training', async () => {
    put(at('set', 'train.csv'), lines([...TRAIN, ...TEST.slice(0, 1)]));
    put(at('set', 'test.csv'), lines(TEST.slice(1)));
    expect(await printOf()).not.toBe(before);
  });

  test('one frame more', async () => {
    const frames = at('set', 'Image-03-FPS', TRAIN[0] ?? '');
    cpSync(join(frames, '00000.jpg'), join(frames, '00009.jpg'));
    expect(await printOf()).not.toBe(before);
  });
});

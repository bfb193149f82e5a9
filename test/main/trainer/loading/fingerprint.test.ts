import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CremaDDefinition } from '../../../../src/core/data/crema-d.ts';
import { fingerprintDifference, isOfFingerprint } from '../../../../src/core/data/fingerprint.ts';
import { fingerprint, type Fingerprints } from '../../../../src/main/trainer/loading/fingerprint.ts';
import { AppError } from '../../../../src/core/errors/app-error.ts';
import { loaders } from '../../../../src/main/trainer/loading/layouts.ts';
import { lines, put, smallSet, temporaryFolder, TEST, TRAIN } from '../../../support/small-set.ts';
import { tone, wavFile } from '../../../support/wav.ts';

let place: ReturnType<typeof temporaryFolder>;
let definition: CremaDDefinition;
let before: Fingerprints;
const at = (...path: string[]): string => join(place.folder, ...path);
const printOf = async (changes: Partial<CremaDDefinition> = {}): Promise<Fingerprints> =>
  fingerprint(await loaders['crema-d'].scan({ ...definition, ...changes }, {}));

beforeEach(async () => {
  place = temporaryFolder();
  definition = await smallSet(at('set'));
  before = await printOf();
});
afterEach(() => place.remove());

/** What differs from the set as it was; the earlier form says only that something does. */
async function difference(changes: Partial<CremaDDefinition> = {}): Promise<string[] | null> {
  const now = await printOf(changes);
  const parts = fingerprintDifference(before.fingerprint, now.fingerprint);
  expect(now.formerFingerprint === before.formerFingerprint).toBe(parts?.length === 0);
  return parts;
}

describe('the fingerprint of a set', () => {
  test('is the same again, elsewhere, with other settings and with another validation split', async () => {
    cpSync(at('set'), at('moved'), { recursive: true });
    expect(await printOf({ root: at('moved') })).toEqual(before);
    expect(await printOf({ spectrogram: { ...definition.spectrogram, hop: 16 } })).toEqual(before);
    expect(await printOf({ validation: { kind: 'share', share: 0.3, seed: 1 } })).toEqual(before);
  });

  test('a recording of another size', async () => {
    put(at('set', 'AudioWAV', `${TRAIN[3] ?? ''}.wav`), wavFile(tone(2000, 9)));
    expect(await difference()).toContain('files');
    expect(await difference()).not.toContain('samples');
  });

  test('files of the same size with other content', async () => {
    for (const name of readdirSync(at('set', 'AudioWAV'))) {
      const bytes = readFileSync(at('set', 'AudioWAV', name));
      writeFileSync(at('set', 'AudioWAV', name), bytes.fill(7, 44));
    }
    expect(await difference()).toEqual(['content']);
  });

  test('another label', async () => {
    put(at('set', 'train.csv'), lines(TRAIN).replace(/,a\n/, ',b\n'));
    expect(await difference()).toEqual(['samples']);
  });

  test('a sample moved from test to training', async () => {
    put(at('set', 'train.csv'), lines([...TRAIN, ...TEST.slice(0, 1)]));
    put(at('set', 'test.csv'), lines(TEST.slice(1)));
    expect(await difference()).toEqual(['samples']);
  });

  test('one frame more', async () => {
    const frames = at('set', 'Image-03-FPS', TRAIN[0] ?? '');
    cpSync(join(frames, '00000.jpg'), join(frames, '00009.jpg'));
    expect(await difference()).toContain('files');
  });

  test('classes in another order', async () => {
    expect(await difference({ classes: ['b', 'a'] })).toEqual(['classes']);
  });

  test('a run with a fingerprint of the earlier form is still of this set, and of no other', async () => {
    expect(before.formerFingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(isOfFingerprint(before.formerFingerprint, before)).toBe(true);
    expect(isOfFingerprint(before.fingerprint, before)).toBe(true);
    expect(isOfFingerprint(before.formerFingerprint, await printOf({ classes: ['b', 'a'] }))).toBe(false);
    expect(fingerprintDifference(before.formerFingerprint, before.fingerprint)).toBeNull();
  });

  test('its difference is told in words', () => {
    const [zeros, ones] = ['0'.repeat(16), '1'.repeat(16)];
    const print = (...parts: string[]): string => parts.join('-');
    const text = (found: string): string =>
      new AppError('data.other-fingerprint', { expected: print(zeros, zeros, zeros, zeros), found }).message;
    expect(text(print(zeros, ones, ones, ones))).toContain(
      'it has other samples, labels or test samples, and files of other names or sizes (',
    );
    expect(text(print(zeros, zeros, zeros, ones))).toContain('it has files with another content (');
    expect(text('f00d')).toContain('it has another fingerprint (');
  });
});

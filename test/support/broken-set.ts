import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { picture, put } from './small-set.ts';
import { tone, wavFile } from './wav.ts';

export interface BrokenSet {
  readonly folder: string;
  /** Stems of the samples at fault: a recording that is cut off, a text file named as a JPEG, a list line without files. */
  readonly truncated: string;
  readonly noPicture: string;
  readonly missing: string;
  /** How many samples are whole. */
  readonly whole: { readonly train: number; readonly test: number };
  /** Puts whole files in the place of the broken ones. */
  mend(): Promise<void>;
}

export interface BrokenSetOptions {
  /** Recordings of each class and speaker (two classes, three speakers) in training; one more is in the test list. */
  readonly takes?: number;
}

const CLASSES = ['high', 'low'];
const SPEAKERS = ['kim', 'lee', 'max'];

/**
 * A set in the CREMA-D layout that a wizard finds by itself, of short recordings and small pictures that can be told apart by class,
 * with three broken samples in its training list. `folder` is made if it is not there.
 */
export async function makeBrokenSet(folder: string, { takes = 8 }: BrokenSetOptions = {}): Promise<BrokenSet> {
  const stems = (from: number, to: number): string[] =>
    CLASSES.flatMap((label) =>
      SPEAKERS.flatMap((speaker) => Array.from({ length: to - from }, (_, take) => `${label}_${speaker}_${String(from + take)}`)),
    );
  const [train, test] = [stems(1, 1 + takes), stems(0, 1)];
  const [truncated = '', noPicture = ''] = [train[1], train[takes + 1]];
  const missing = 'low_kim_99';
  const frames = { high: await picture(210, 16), low: await picture(60, 16) };

  const framesOf = (stem: string): string[] =>
    [0, 1, 2].map((frame) => join(folder, 'Image-03-FPS', stem, `0000${String(frame)}.jpg`));
  const wavOf = (stem: string): string => join(folder, 'AudioWAV', `${stem}.wav`);
  const wav = (stem: string): Buffer => wavFile(tone(4000 + 40 * hash(stem), stem.startsWith('high') ? 400 : 60));
  const write = (stem: string): void => {
    put(wavOf(stem), wav(stem));
    for (const file of framesOf(stem)) put(file, stem.startsWith('high') ? frames.high : frames.low);
  };
  const lines = (names: readonly string[]): string => names.map((stem) => `${stem},${stem.split('_')[0] ?? ''}\n`).join('');

  for (const stem of [...train, ...test]) write(stem);
  put(join(folder, 'train.csv'), lines([...train, missing]));
  put(join(folder, 'test.csv'), lines(test));
  writeFileSync(wavOf(truncated), wav(truncated).subarray(0, 1000));
  writeFileSync(framesOf(noPicture)[1] ?? '', 'this is a text and no picture\n');

  return {
    folder,
    truncated,
    noPicture,
    missing,
    whole: { train: train.length - 2, test: test.length },
    mend: () => Promise.resolve([truncated, noPicture, missing].forEach(write)),
  };
}

/** A small number of a text, so that no two recordings are alike. */
const hash = (text: string): number => [...text].reduce((sum, letter) => (31 * sum + letter.charCodeAt(0)) % 97, 7);

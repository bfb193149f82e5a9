import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { CremaDDefinition } from '../../src/core/data/crema-d.ts';
import { tone, wavFile } from './wav.ts';

/** A folder that is removed with `remove`. */
export function temporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'redreg-test-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Writes a file and the folders above it. */
export function put(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** A one-coloured picture, so that what the network gets can be told by hand. */
export const picture = (grey: number, size = 12): Promise<Buffer> =>
  sharp({ create: { width: size, height: size, channels: 3, background: { r: grey, g: grey, b: grey } } })
    .jpeg({ quality: 95 })
    .toBuffer();

/** Stems `<class>_<speaker>_<take>`: two classes, three speakers, two takes in training and one in test. */
export const TRAIN = ['a', 'b'].flatMap((label) =>
  ['kim', 'lee', 'max'].flatMap((speaker) => [1, 2].map((take) => `${label}_${speaker}_${take}`)),
);
export const TEST = ['a', 'b'].flatMap((label) => ['kim', 'lee', 'max'].map((speaker) => `${label}_${speaker}_0`));
export const lines = (stems: readonly string[]): string => stems.map((stem) => `${stem},${stem.charAt(0)}\n`).join('');

/** A whole small set in the CREMA-D layout, three frames a sample. */
export async function smallSet(folder: string): Promise<CremaDDefinition> {
  const frames = await Promise.all([0, 1, 2].map((frame) => picture(60 + 60 * frame)));
  for (const [i, stem] of [...TRAIN, ...TEST].entries()) {
    put(join(folder, 'AudioWAV', `${stem}.wav`), wavFile(tone(1000 + 50 * i, 20 + i)));
    for (const [frame, bytes] of frames.entries()) put(join(folder, 'Image-03-FPS', stem, `0000${frame}.jpg`), bytes);
  }
  put(join(folder, 'train.csv'), lines(TRAIN));
  put(join(folder, 'test.csv'), lines(TEST));
  return CremaDDefinition.parse({
    layout: 'crema-d',
    name: 'small',
    root: folder,
    speakerField: 1,
    spectrogram: { rate: 8000, window: 64, hop: 32, seconds: 0.25 },
    frames: { count: 2, size: 16 },
  });
}

/** The code of the error that `work` ends with; fails the test's comparison where it does not throw. */
export async function codeOf(work: () => unknown): Promise<unknown> {
  return (await thrownBy(work)).code;
}

/** Code and parameters of what `work` throws. */
export async function thrownBy(
  work: () => unknown,
): Promise<{ readonly code?: unknown; readonly params?: unknown; readonly message?: unknown }> {
  try {
    await work();
  } catch (error) {
    return error as { code?: unknown; params?: unknown; message?: unknown };
  }
  return {};
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { streamKey, uniformAt } from '../../../src/core/tensor/random.ts';
import { RunConfig } from '../../../src/core/train/config.ts';
import { openLibrary, type Library, type OpenOptions } from '../../../src/main/store/library.ts';

/** A folder of its own for one test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'redreg-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new library in a folder of its own, closed after the test. */
export function newLibrary(options: OpenOptions = {}): Library {
  const library = openLibrary(join(temporaryFolder(), 'library.sqlite'), options);
  onTestFinished(() => library.close());
  return library;
}

/** A configuration as the command line makes it. */
export const config = (changes: Partial<RunConfig> = {}): RunConfig => ({
  ...RunConfig.parse({ method: 'redreg', data: { layout: 'crema-d', name: 'av-digits', root: 'digits' } }),
  ...changes,
});

/** What `work` throws, which must be an AppError. */
export function errorOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** One series as a batch. */
export const batch = (name: string, steps: readonly number[], values: readonly number[]) => ({ [name]: { steps, values } });

/** The whole numbers from `from` up to, not including, `to`. */
export const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** Chance for property tests: the same numbers in [0, 1) for the same seed. */
export function generator(seed: number): () => number {
  const key = streamKey(seed, 'test', 0);
  let i = 0;
  return () => uniformAt(key, i++);
}

/** A value that is now and then NaN or infinite, and often one that came before; `share` makes that rarer. */
export function oddValue(random: () => number, share = 1): number {
  const kind = random() / share;
  if (kind < 0.02) return NaN;
  if (kind < 0.03) return Infinity;
  if (kind < 0.04) return -Infinity;
  return kind < 0.2 ? Math.floor(random() * 5) : random() * 100 - 50;
}

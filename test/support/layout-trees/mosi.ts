import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MakeTree } from './index.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/mosi');

/** MMSA's aligned pickle, small: 14 + 6 + 8 samples of ten steps (fixtures/mosi/make.py). */
export const mosiTree: MakeTree = (folder) => {
  copyFileSync(join(fixtures, 'aligned_50.pkl'), join(folder, 'aligned_50.pkl'));
  return { path: folder, samples: 28, classes: 2, modalities: ['text', 'audio', 'vision'] };
};

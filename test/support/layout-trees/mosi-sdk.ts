import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { MakeTree } from './index.ts';

const tree = join(import.meta.dirname, '../../fixtures/csd/tree');

/** Five .csd files of seven videos, written by h5py (fixtures/csd/make.py): 14 segments of five videos can be used. */
export const mosiSdkTree: MakeTree = (folder) => {
  cpSync(tree, folder, { recursive: true });
  return { path: folder, samples: 14, classes: 2, modalities: ['text', 'audio', 'vision'] };
};

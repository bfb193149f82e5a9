import { unpack } from '../unpack.ts';
import type { MakeTree } from './index.ts';

/** Six training clips and three for test, and three that the official loaders leave out. */
export const kineticsSoundsTree: MakeTree = (folder) => {
  unpack('kinetics/tree.zip', folder);
  return { path: folder, samples: 9, classes: 31, modalities: ['audio', 'video'] };
};

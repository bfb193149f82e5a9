import { unpack } from '../unpack.ts';
import type { MakeTree } from './index.ts';

/** Six training clips and three for test, and two that the loader leaves out. */
export const vggSoundTree: MakeTree = (folder) => {
  unpack('vggsound/tree.zip', folder);
  return { path: folder, samples: 9, classes: 3, modalities: ['audio', 'video'] };
};

import { unpack } from '../unpack.ts';
import type { MakeTree } from './index.ts';

/** Five actors with six emotions each, recordings and flash videos as FFmpeg writes them. */
export const cremaDOriginalTree: MakeTree = (folder) => {
  unpack('crema-d-original/tree.zip', folder);
  return {
    path: folder,
    samples: 30,
    classes: 6,
    modalities: ['audio', 'video'],
    settings: { test: { kind: 'share', share: 0.2 } },
  };
};

import { unpack } from '../unpack.ts';
import type { MakeTree } from './index.ts';

/** Fifteen clips of three classes, in three containers. */
export const folderTree: MakeTree = (folder) => {
  unpack('folder/clips.zip', folder);
  return { path: folder, samples: 15, classes: 3, modalities: ['audio', 'video'] };
};

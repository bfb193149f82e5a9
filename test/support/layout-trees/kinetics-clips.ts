import { unpack } from '../unpack.ts';
import type { MakeTree } from './index.ts';

/** Six training clips and three for test in folders by class: mp4, webm and mkv. */
export const kineticsClipsTree: MakeTree = (folder) => {
  unpack('kinetics/clips.zip', folder);
  return { path: folder, samples: 9, classes: 31, modalities: ['audio', 'video'] };
};

import { makeBrokenSet } from '../broken-set.ts';
import type { MakeTree } from './index.ts';

/** The set with three broken files, mended: 48 training samples and 6 test samples of two classes. */
export const cremaDTree: MakeTree = async (folder) => {
  const set = await makeBrokenSet(folder, { takes: 4 });
  await set.mend();
  return {
    path: folder,
    samples: set.whole.train + set.whole.test + 3,
    classes: 2,
    modalities: ['audio', 'video'],
  };
};

import type { FolderDefinition } from '../../../core/data/folder.ts';
import { detectFolder } from './folder/detect.ts';
import { folderFinders } from './folder/finders.ts';
import { folderList } from './folder/list.ts';
import { layoutLoader } from './layout-loader.ts';

/** Reads data of one's own: class folders of clips, or parts of samples in folders. */
export const folderLoader = layoutLoader<FolderDefinition>({
  detect: (folder) => Promise.resolve(detectFolder(folder)),
  list: folderList,
  finders: folderFinders,
});

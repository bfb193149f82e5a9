import { basename } from 'node:path';
import type { z } from 'zod';
import { CremaDDefinition, guessSpeakerField } from '../../../core/data/crema-d.ts';
import { cremaDFinders } from './crema-d/finders.ts';
import { cremaDList, readLists } from './crema-d/lists.ts';
import { folderNames } from './files.ts';
import { layoutLoader } from './layout-loader.ts';

const FRAME_FOLDER = /^Image-\d+-FPS$/;
const VALIDATION_LISTS = ['validation.csv', 'val.csv'];

/** Reads the CREMA-D layout: `AudioWAV/<stem>.wav`, `Image-NN-FPS/<stem>/*.jpg`, lists `stem,LABEL` (methods.md 5.1). */
export const cremaDLoader = layoutLoader<CremaDDefinition>({
  async detect(folder) {
    const names = folderNames(folder) ?? [];
    const frameFolders = names.filter((name) => FRAME_FOLDER.test(name));
    const frames = frameFolders.includes('Image-03-FPS') ? 'Image-03-FPS' : frameFolders[0];
    const missing = [...(names.includes('AudioWAV') ? [] : ['AudioWAV']), ...(frames === undefined ? ['Image-NN-FPS'] : [])];
    if (missing.length > 0) return { missing };
    const validation = VALIDATION_LISTS.find((name) => names.includes(name));
    const definition = CremaDDefinition.parse({
      layout: 'crema-d',
      name: basename(folder),
      root: folder,
      frames: { folder: frames },
      ...(validation === undefined ? {} : { validation: { kind: 'list', file: validation } }),
    } satisfies z.input<typeof CremaDDefinition>);
    const lists = await readLists(definition);
    return { ...definition, speakerField: guessSpeakerField(lists.train) };
  },
  list: cremaDList,
  finders: cremaDFinders,
});

import { shellWord } from '../studio/shell-word.ts';
import type { LibraryPlace } from '../studio/where.ts';

/** What to type to go on with a run. `from`: "after step 12". */
export const resumeHint = (run: string, { file, isDefault }: LibraryPlace, from = ''): string =>
  `To go on${from === '' ? '' : ` ${from}`}: redreg resume ${run}${isDefault ? '' : ` --library ${shellWord(file)}`}`;

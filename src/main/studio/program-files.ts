import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the parts of the built program lie. */
export interface ProgramFiles {
  readonly version: string;
  /** Folder of the page: index.html and what it loads. */
  readonly page: string;
  readonly preload: string;
  /** Entry of the training process. */
  readonly trainer: string;
  readonly icon: string;
}

/** The parts of the program whose entries lie in `mainFolder` (`out/main`). */
export function programFiles(mainFolder: string): ProgramFiles {
  const out = dirname(mainFolder);
  const root = dirname(out);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return {
    version,
    page: join(out, 'renderer'),
    preload: join(out, 'preload', 'preload.cjs'),
    trainer: join(mainFolder, 'trainer.js'),
    icon: join(root, 'resources', 'icon.png'),
  };
}

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the installer of packs lies in the program's folder. */
const INSTALLER = join('scripts', 'pack', 'child.mjs');

/** The script that makes a pack, in a folder above this code (built or not); null where it was not shipped. */
export function installerScript(from: string = import.meta.dirname): string | null {
  const script = join(from, INSTALLER);
  if (existsSync(script)) return script;
  return dirname(from) === from ? null : installerScript(dirname(from));
}

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { atRoot } from './root.mjs';

/** Folder of the test data: REDREG_SHARED, or `shared` beside this folder. */
export function sharedData(env = process.env) {
  const folder = env['REDREG_SHARED'] ? resolve(env['REDREG_SHARED']) : atRoot('..', 'shared');
  return { folder, isThere: existsSync(folder) };
}

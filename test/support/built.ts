import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The built program, which `npm test` makes before the tests; or another build of it, which REDREG_OUT names. */
export const OUT = resolve(import.meta.dirname, '../..', process.env['REDREG_OUT'] ?? 'out');

/** A part of the built program. Throws where it was not built. */
export function built(...path: readonly string[]): string {
  const file = join(OUT, ...path);
  if (!existsSync(file)) throw new Error(`${file} is not there. Build the program first: npm run build.`);
  return file;
}

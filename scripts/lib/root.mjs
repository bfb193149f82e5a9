import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root: the folder with package.json. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * A path below the root.
 *
 * @param {...string} parts
 */
export const atRoot = (...parts) => join(root, ...parts);

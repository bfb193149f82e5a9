import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** This folder and those above it, up to the root of the file system. */
export function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

/** The first of these files that exists, or null. */
export const firstExisting = (files: readonly string[]): string | null => files.find((file) => existsSync(file)) ?? null;

/**
 * A file that comes with the program, under `resources/`: above the source or the built files in a checkout, in Electron's resources
 * folder once packaged. Gives the places looked at where it is nowhere.
 */
export function resourceFile(name: string): { readonly file: string | null; readonly looked: readonly string[] } {
  const packaged = 'resourcesPath' in process && typeof process.resourcesPath === 'string' ? [process.resourcesPath] : [];
  const looked = [
    ...packaged.flatMap((folder) => [join(folder, name), join(folder, 'resources', name)]),
    ...ancestors(import.meta.dirname).map((folder) => join(folder, 'resources', name)),
  ];
  return { file: firstExisting(looked), looked };
}

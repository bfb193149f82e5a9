import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Files looked at together. */
const AT_ONCE = 64;

/** Bytes of all files in a folder and below; links are not followed, and what vanishes meanwhile counts nothing. 0 where there is none. */
export async function folderSize(folder: string): Promise<number> {
  let total = 0;
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const entries = await readdir(next, { withFileTypes: true }).catch(() => []);
    const files: string[] = [];
    for (const entry of entries) {
      if (entry.isDirectory()) folders.push(join(next, entry.name));
      else if (entry.isFile()) files.push(join(next, entry.name));
    }
    for (let i = 0; i < files.length; i += AT_ONCE) {
      const sizes = await Promise.all(files.slice(i, i + AT_ONCE).map((file) => fileSize(file)));
      for (const size of sizes) total += size;
    }
  }
  return total;
}

/** Bytes of a file; 0 where there is none. */
export const fileSize = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

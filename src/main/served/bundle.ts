import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** Only what a page of ours is made of; a file of any other kind is not handed out. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export interface PageFile {
  readonly body: Buffer<ArrayBuffer>;
  readonly type: string;
  /** The build puts a hash of the contents into the name, so that the file behind a name never changes. */
  readonly isHashed: boolean;
}

/**
 * A file of the built page by the path of its URL; `/` is index.html. Null for what is not there, is of no kind we serve, or lies
 * outside the folder, be it by `..`, by an encoded separator or by a link.
 */
export async function readPageFile(folder: string, urlPath: string): Promise<PageFile | null> {
  const path = decoded(urlPath);
  if (path === null || !isPlain(path)) return null;
  const file = join(folder, path === '/' ? 'index.html' : path);
  const type = TYPES[extname(file)];
  if (type === undefined) return null;
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(file)]);
    if (!real.startsWith(root + sep) || !(await stat(real)).isFile()) return null;
    return { body: await readFile(real), type, isHashed: path.startsWith('/assets/') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    throw error;
  }
}

function decoded(urlPath: string): string | null {
  try {
    return decodeURIComponent(urlPath);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** `/`, or names between slashes; no `.`, `..` or empty name, and nothing that some system takes for a separator or a drive. */
const isPlain = (path: string): boolean => path === '/' || (/^(?:\/[^/\0\\:]+)+$/.test(path) && !/\/\.{1,2}(?:\/|$)/.test(path));

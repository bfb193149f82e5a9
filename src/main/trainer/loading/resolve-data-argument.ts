import { basename, dirname, join, resolve } from 'node:path';
import { DatasetDefinition } from '../../../core/data/definition.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { decodeUtf8 } from '../../../core/data/utf8.ts';
import { fileBytes, fileStats } from './files.ts';
import { detectLayout } from './detect-layout.ts';
import { sampleSet } from './sample-set.ts';

const SAMPLE_SET = 'av-digits';
const DEFINITION_FILE = 'dataset.json';

/** A definition file; its folder is where `root` starts, and `root` itself by default. Errors: `data.definition-unreadable`, `-invalid`. */
async function readDefinition(file: string): Promise<DatasetDefinition> {
  const decoded = decodeUtf8(await fileBytes(file));
  if (!decoded.ok)
    throw new AppError('data.definition-unreadable', { file, reason: `it is not UTF-8 at byte ${decoded.offset}` });
  const folder = dirname(file);
  const parsed = DatasetDefinition.safeParse({ root: '.', name: basename(folder), ...jsonObject(file, decoded.text) });
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'definition'}: ${message}`);
    throw new AppError('data.definition-invalid', { file, issues });
  }
  return { ...parsed.data, root: resolve(folder, parsed.data.root) };
}

function jsonObject(file: string, text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError(
      'data.definition-unreadable',
      { file, reason: cause instanceof Error ? cause.message : String(cause) },
      { cause },
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new AppError('data.definition-unreadable', { file, reason: 'it is not an object' });
}

/**
 * What `--data` means: the sample set `av-digits`, a folder or file in a known layout (a `dataset.json` in a folder wins), or a definition
 * file, whose name ends in `.json`. The settings are the official ones unless a definition file says otherwise; `presetDefinition` changes them.
 *
 * Errors: `data.not-found`, `data.not-a-layout`, `data.definition-*`, `data.sample-set-*`, and those of reading the lists.
 */
export async function resolveDataArgument(
  text: string,
  { cacheFolder }: { readonly cacheFolder: string },
): Promise<DatasetDefinition> {
  if (text === SAMPLE_SET) return sampleSet(cacheFolder);
  const path = resolve(text);
  const stats = fileStats(path);
  if (stats?.isFile()) return path.endsWith('.json') ? readDefinition(path) : detectLayout(path);
  if (!stats?.isDirectory()) throw new AppError('data.not-found', { name: text, known: [SAMPLE_SET] });
  const definition = join(path, DEFINITION_FILE);
  return fileStats(definition)?.isFile() ? readDefinition(definition) : detectLayout(path);
}

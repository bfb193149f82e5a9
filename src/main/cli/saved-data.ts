import { existsSync } from 'node:fs';
import { DatasetDefinition } from '../../core/data/definition.ts';
import { AppError } from '../../core/errors/app-error.ts';
import { openLibrary } from '../store/library.ts';
import type { LibraryPlace } from '../studio/where.ts';
import { resolveDataArgument } from '../trainer/loading/resolve-data-argument.ts';

export interface SavedDataOptions {
  readonly cacheFolder: string;
  readonly place: LibraryPlace;
}

/**
 * What `--data` means: as `resolveDataArgument`, and where that finds nothing a data set of the library by its id or name.
 * Errors: those of `resolveDataArgument`; `data.ambiguous`; `data.definition-invalid`.
 */
export async function resolveSavedData(text: string, { cacheFolder, place }: SavedDataOptions): Promise<DatasetDefinition> {
  try {
    return await resolveDataArgument(text, { cacheFolder });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'data.not-found') throw error;
    const saved = savedDefinition(text, place);
    if (saved === null) throw error;
    return saved;
  }
}

function savedDefinition(text: string, { file }: LibraryPlace): DatasetDefinition | null {
  if (!existsSync(file)) return null;
  const library = openLibrary(file, { readOnly: true });
  try {
    const byId = library.dataSet(text);
    const found = byId === null ? library.dataSets().filter(({ name }) => name === text) : [byId];
    const [first] = found;
    if (first === undefined) return null;
    if (found.length > 1) throw new AppError('data.ambiguous', { name: text, ids: found.map(({ id }) => id) });
    const parsed = DatasetDefinition.safeParse(first.definition);
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'definition'}: ${message}`);
    throw new AppError('data.definition-invalid', { file: `"${text}"`, issues });
  } finally {
    library.close();
  }
}

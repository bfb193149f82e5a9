import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client } from '../../../../core/contract/client.ts';
import type { DataProblem, DataSummary } from '../../../../core/contract/data.ts';
import { AppError } from '../../../../core/errors/app-error.ts';

/** A data set that a person has named. */
export interface NamedSet {
  /** In the library; null for a folder or a definition file. */
  readonly id: string | null;
  readonly isBuiltIn: boolean;
  readonly name: string;
  readonly definition: Readonly<Record<string, unknown>>;
  /** What a look into the folder found wrong. */
  readonly problems: readonly DataProblem[];
}

const SAMPLE_SET = 'av-digits';

/**
 * As `--data` has it: the sample set, a folder or a definition file, else a set of the library by its id or name.
 * Errors: `data.no-such-set`, `data.ambiguous`; those of reading a definition file.
 */
export async function findSet(text: string, client: Client): Promise<NamedSet> {
  if (text !== SAMPLE_SET && existsSync(text)) {
    const { definition, problems } = await client.call('data.detect', { folder: resolve(text) });
    const found = definition as NamedSet['definition'];
    return { id: null, isBuiltIn: false, name: String(found['name']), definition: found, problems };
  }
  const { id, name, isBuiltIn } = await savedSet(text, client);
  const { definition } = await client.call('data.definition', { id });
  return { id, isBuiltIn, name, definition: definition as NamedSet['definition'], problems: [] };
}

/** One of the library. Errors: `data.no-such-set`, `data.ambiguous`. */
export async function savedSet(text: string, client: Client): Promise<DataSummary> {
  const { sets } = await client.call('data.list', {});
  const byId = sets.find(({ id }) => id === text);
  if (byId !== undefined) return byId;
  const [found, ...others] = sets.filter(({ name }) => name === text);
  if (found === undefined) throw new AppError('data.no-such-set', { name: text, known: sets.map(({ name }) => name) });
  if (others.length > 0) throw new AppError('data.ambiguous', { name: text, ids: [found, ...others].map(({ id }) => id) });
  return found;
}

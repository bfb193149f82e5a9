import { basename } from 'node:path';
import type { DataSummary } from '../../../core/contract/data.ts';
import type { DatasetDefinition } from '../../../core/data/definition.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import type { DataSetRow, DataUse } from '../../store/data-sets.ts';
import type { Library } from '../../store/library.ts';
import type { DataBrowser } from './browser.ts';
import { checkDefinition, definitionOrThrow } from './check-definition.ts';

/** Id and name of the set that comes with the program. */
export const SAMPLE_SET = 'av-digits';

/** The data sets that a studio knows: those of its library, and the sample set. */
export interface DataSets {
  list(): DataSummary[];
  get(id: string): DataSummary;
  /** A definition that a run can be made of. Errors: `data.unknown-set`, `data.definition-invalid`, `data.sample-set-…`. */
  definitionOf(id: string): Promise<DatasetDefinition>;
  /** Other sets with the same folder, which may use the same prepared features; what no longer fits its schema can have none. */
  sharing(definition: DatasetDefinition, id: string | null): Promise<DatasetDefinition[]>;
  /** A run that trains on the files of this folder now; null: none. */
  trainingOn(definition: DatasetDefinition): string | null;
}

export interface SetsOptions {
  reading(): Library | null;
  readonly browser: Pick<DataBrowser, 'ask'>;
}

export function dataSets({ reading, browser }: SetsOptions): DataSets {
  /** Unpacked once; it stays where it is. */
  let sample: Promise<DatasetDefinition> | null = null;

  function sampleSet(): Promise<DatasetDefinition> {
    sample ??= browser.ask({ what: 'resolve', text: SAMPLE_SET }).then(({ definition }) => definition);
    sample.catch(() => (sample = null));
    return sample;
  }
  function saved(id: string): DataSetRow {
    const found = reading()?.dataSet(id) ?? null;
    if (found === null) throw new AppError('data.unknown-set', { id });
    return found;
  }
  function uses(): DataUse[] {
    return reading()?.dataUses() ?? [];
  }

  return {
    list() {
      const used = uses();
      const rows = reading()?.dataSets() ?? [];
      return [builtIn(used), ...rows.map((row) => summary(row, used))];
    },
    get: (id) => (id === SAMPLE_SET ? builtIn(uses()) : summary(saved(id), uses())),
    definitionOf: async (id) => (id === SAMPLE_SET ? sampleSet() : definitionOrThrow(saved(id).definition)),

    async sharing({ root }, id) {
      const rows = (reading()?.dataSets() ?? []).filter((row) => row.id !== id);
      const others = rows.map(({ definition }) => checkDefinition(definition)).flatMap((one) => (one.ok ? [one.definition] : []));
      const sample = id !== SAMPLE_SET && isSampleRoot(root) ? [await sampleSet()] : [];
      return [...others, ...sample].filter((other) => other.root === root);
    },

    trainingOn({ root }) {
      return reading()?.runningOn(root) ?? null;
    },
  };
}

function summary({ id, name, definition, createdMs }: DataSetRow, uses: readonly DataUse[]): DataSummary {
  const { layout = '', root = '' } = definition as { layout?: string; root?: string };
  const runs = uses.find((use) => use.name === name && use.root === root)?.runs ?? 0;
  return { id, name, layout, isBuiltIn: false, definition, createdMs, runs };
}

/** Its files lie in the cache, in a folder whose name begins with its own. */
const isSampleRoot = (root: string): boolean => basename(root).startsWith(`${SAMPLE_SET}-`);

function builtIn(uses: readonly DataUse[]): DataSummary {
  const own = uses.filter(({ name, root }) => name === SAMPLE_SET && isSampleRoot(root));
  const runs = own.reduce((total, use) => total + use.runs, 0);
  return { id: SAMPLE_SET, name: SAMPLE_SET, layout: 'crema-d', isBuiltIn: true, definition: null, createdMs: null, runs };
}

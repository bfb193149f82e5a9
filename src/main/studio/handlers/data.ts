import { z } from 'zod';
import type { DataReport } from '../../../core/contract/data.ts';
import type { Checked } from '../../../core/contract/index.ts';
import type { DatasetDefinition } from '../../../core/data/definition.ts';
import { layouts } from '../../../core/data/index.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import type { HandlersOf, StudioContext } from '../context.ts';
import { checkDefinition, definitionOrThrow, issueProblems, type CheckedDefinition } from '../data/check-definition.ts';
import type { AskOptions } from '../data/browser.ts';
import { SAMPLE_SET } from '../data/sets.ts';
import { wholePath } from '../whole-path.ts';

type Which = Checked<'data.check'>['which'];

/** What they need of the studio: a command has it without one. */
export type DataContext = Pick<StudioContext, 'sets' | 'browser' | 'writing' | 'emit'>;

export function dataHandlers({ sets, browser, writing, emit }: DataContext): { readonly handlers: HandlersOf<'data'> } {
  /** What can be cancelled, by the name that the page gave it. */
  const jobs = new Map<string, AbortController>();

  const definitionOf = (which: Which): Promise<DatasetDefinition> | DatasetDefinition =>
    'id' in which ? sets.definitionOf(which.id) : definitionOrThrow(which.definition);

  /** Runs work that a page follows and may cancel; the same name again ends what went by it before. */
  async function asJob<T>(job: string, work: (options: AskOptions) => Promise<T>): Promise<T> {
    jobs.get(job)?.abort();
    const ending = new AbortController();
    jobs.set(job, ending);
    try {
      return await work({
        signal: ending.signal,
        onProgress: ({ phase, done, total, secondsLeft }) => emit('data.progress', { job, phase, done, total, secondsLeft }),
      });
    } finally {
      if (jobs.get(job) === ending) jobs.delete(job);
    }
  }
  function refuseBuiltIn(id: string | null): void {
    if (id === SAMPLE_SET) throw new AppError('data.built-in', { name: SAMPLE_SET });
  }
  function changed(isFound: boolean, id: string): Record<string, never> {
    if (!isFound) throw new AppError('data.unknown-set', { id });
    emit('data.changed', {});
    return {};
  }

  const handlers: HandlersOf<'data'> = {
    'data.list': () => ({ sets: sets.list() }),
    // A saved one as it is, so that what no longer fits its schema can be mended.
    'data.definition': async ({ id }) => ({ definition: sets.get(id).definition ?? (await sets.definitionOf(id)) }),
    'data.layouts': () => ({ layouts: layoutForms }),
    'data.detect': ({ folder, layout }) => browser.ask({ what: 'detect', folder: wholePath(folder), layout }),
    'data.check': ({ which, job }) =>
      asJob(job, async (options) => {
        const checked = 'id' in which ? whole(await sets.definitionOf(which.id)) : checkDefinition(which.definition);
        if (!checked.ok) return unusable(issueProblems(checked));
        return browser.ask({ what: 'check', definition: checked.definition }, options);
      }),
    async 'data.splits'({ which }) {
      return browser.ask({ what: 'splits', definition: await definitionOf(which) });
    },
    async 'data.samples'({ which, split = null, label = null, search, offset, limit }) {
      const definition = await definitionOf(which);
      return browser.ask({ what: 'samples', definition, split, label, search, offset, limit });
    },
    async 'data.sample'({ which, name }) {
      return browser.ask({ what: 'sample', definition: await definitionOf(which), name });
    },
    'data.save'({ id, definition: raw }) {
      refuseBuiltIn(id);
      const definition = definitionOrThrow(raw);
      const saved = writing().saveDataSet(id, definition.name, definition);
      if (saved === null) throw new AppError('data.unknown-set', { id: id ?? '' });
      emit('data.changed', {});
      return sets.get(saved);
    },
    'data.remove'({ id }) {
      refuseBuiltIn(id);
      return changed(writing().removeDataSet(id), id);
    },
    'data.restore': ({ id }) => changed(writing().restoreDataSet(id), id),
    'data.prepare': ({ which, job }) =>
      asJob(job, async (options) => browser.ask({ what: 'prepare', definition: await definitionOf(which) }, options)),
    'data.cache-size': ({ which, job }) =>
      asJob(job, async (options) => browser.ask({ what: 'cache-size', definition: await definitionOf(which) }, options)),
    'data.cache-remove': ({ which, job }) =>
      asJob(job, async (options) => {
        const definition = await definitionOf(which);
        const run = sets.trainingOn(definition);
        if (run !== null) throw new AppError('data.cache-in-use', { name: definition.name, run });
        const keep = await sets.sharing(definition, 'id' in which ? which.id : null);
        return browser.ask({ what: 'cache-remove', definition, keep }, options);
      }),
    'data.cancel'({ job }) {
      jobs.get(job)?.abort();
      return {};
    },
  };
  return { handlers };
}

const whole = (definition: DatasetDefinition): CheckedDefinition => ({ ok: true, definition });
const unusable = (problems: DataReport['problems']): DataReport => ({
  ...{ problems, problemsLeftOut: 0, found: null },
  codes: [{ code: 'data.definition-invalid', severity: 'error', count: problems.length }],
});

/** The layouts as a form needs them. Folder and name have no default; a page fills them in. */
const layoutForms = Object.values(layouts).map(({ id, label, about, definition }) => ({
  id,
  label,
  about: { ...about, files: [...about.files] },
  schema: z.toJSONSchema(definition, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>,
  defaults: definition.parse({ layout: id, name: 'data', root: '/' }) as Record<string, unknown>,
}));

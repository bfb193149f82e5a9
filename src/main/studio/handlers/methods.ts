import { z } from 'zod';
import { methodCard } from '../../../core/methods/card.ts';
import { findMethod, offeredMethods } from '../../../core/methods/index.ts';
import { checkConfig } from '../../../core/train/check-config.ts';
import { RunConfig } from '../../../core/train/config.ts';
import { presetSettings } from '../../../core/train/preset-settings.ts';
import type { HandlersOf, StudioContext } from '../context.ts';
import { definitionOrThrow } from '../data/check-definition.ts';

/** Threads of a new experiment, as Settings keeps them. */
const THREADS = 'training/threads';

/** What the form of an experiment is made from, and what it is held against. */
export function methodsHandlers({ sets, reading }: Pick<StudioContext, 'sets' | 'reading'>): HandlersOf<'methods'> {
  /** Null: all that there are. */
  function usualThreads(): number | null {
    const kept = reading()?.getSettings([THREADS])[THREADS];
    return typeof kept === 'number' && Number.isInteger(kept) && kept >= 1 ? kept : null;
  }
  return {
    'methods.list': () => ({ methods: offeredMethods.map(methodCard) }),
    'methods.schema': () => ({ schema: z.toJSONSchema(RunConfig, { io: 'input', unrepresentable: 'any' }) }),
    async 'methods.settings'({ method, data, preset, seed }) {
      // A definition that a page sends, as that of a cloned run, stays as it is, whatever the preset.
      const given = typeof data === 'string' ? null : definitionOrThrow(data.definition);
      const definition = given ?? (await sets.definitionOf(data as string));
      const settings = presetSettings(findMethod(method), definition, preset, seed);
      return { config: RunConfig.parse({ ...settings, threads: usualThreads(), data: given ?? settings.data }) };
    },
    'methods.check'({ config }) {
      const checked = checkConfig(config);
      return { issues: checked.issues.map((issue) => ({ ...issue, path: [...issue.path] })), config: checked.config };
    },
  };
}

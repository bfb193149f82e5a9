import { z } from 'zod';

/** One link of a method as it is changed from what the preset says. */
export const LinkChange = z.object({ on: z.boolean().optional(), options: z.record(z.string(), z.unknown()).default({}) });
export type LinkChange = z.output<typeof LinkChange>;

/** Which data set: a saved one by its id, or a definition as it stood in a run. */
export const DraftData = z.union([
  z.object({ id: z.string() }),
  z.object({ definition: z.record(z.string(), z.unknown()), label: z.string() }),
]);
export type DraftData = z.output<typeof DraftData>;

/** An experiment that is being put together, as it is kept: only what differs from the presets. */
export const Draft = z.object({
  data: DraftData.nullable().default(null),
  methods: z.array(z.string()).default([]),
  seeds: z.string().default('0'),
  preset: z.enum(['official', 'quick']).default('official'),
  /** The preset of its own that a method follows; none: the released code. */
  own: z.record(z.string(), z.string()).default({}),
  /** Settings of all runs, by path, as in `training.epochs`. */
  changes: z.record(z.string(), z.unknown()).default({}),
  /** By method and link. */
  links: z.record(z.string(), z.record(z.string(), LinkChange)).default({}),
  name: z.string().default(''),
  tags: z.string().default(''),
});
export type Draft = z.output<typeof Draft>;

export const emptyDraft = (): Draft => Draft.parse({});

/** The preset as a run's settings name it: `official`, `quick`, `paper`, `quick,paper`. */
export function presetLabel({ preset, own }: Pick<Draft, 'preset' | 'own'>, method: string): string {
  const parts = [...(preset === 'quick' ? ['quick'] : []), ...(own[method] === undefined ? [] : [own[method]])];
  return parts.join(',') || 'official';
}

import { z } from 'zod';
import type { MethodCard } from '../methods/card.ts';
import { RunConfig } from '../train/config.ts';
import { call } from './message.ts';

/** What a form shows beside a field. */
export const FieldIssue = z.strictObject({
  path: z.array(z.union([z.string(), z.number()])),
  code: z.string(),
  message: z.string(),
});
export type FieldIssue = z.output<typeof FieldIssue>;

export const methodCalls = {
  /** Every method with its links, options, presets: the form and the method card are made from it. */
  'methods.list': call(z.strictObject({}), z.strictObject({ methods: z.array(z.custom<MethodCard>()) })),
  /** The JSON schema of a run's settings, with descriptions and bounds, for the form. */
  'methods.schema': call(z.strictObject({}), z.strictObject({ schema: z.record(z.string(), z.unknown()) })),
  /**
   * A run's settings by method, data and preset, as the command line makes them. `data` is the id of a data set, or a definition that is
   * taken as it is, whatever the preset.
   */
  'methods.settings': call(
    z.strictObject({
      method: z.string(),
      data: z.union([z.string(), z.strictObject({ definition: z.unknown() })]),
      preset: z.string().default('official'),
      seed: z.int().nonnegative().default(0),
    }),
    z.strictObject({ config: RunConfig }),
  ),
  /** Everything that is wrong with settings: schema, links, data. Where nothing is, `config` is complete. */
  'methods.check': call(
    z.strictObject({ config: z.unknown() }),
    z.strictObject({ issues: z.array(FieldIssue), config: RunConfig.nullable() }),
  ),
} as const;

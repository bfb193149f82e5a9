import { z } from 'zod';
import { call, event } from './message.ts';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]*(?:\/[a-zA-Z0-9._-]{1,100})*$/)
  .max(300);

/** What the pages keep: theme, views, drafts. Any JSON under a name such as `theme` or `view/runs`; kept in the library. */
export const settings = {
  'settings.get': call(
    z.strictObject({ names: z.array(name).max(100) }),
    z.strictObject({ values: z.record(z.string(), z.unknown()) }),
  ),
  /** Null forgets it. */
  'settings.set': call(z.strictObject({ name, value: z.unknown() }), z.strictObject({})),
  'settings.names': call(z.strictObject({ prefix: z.string().max(300) }), z.strictObject({ names: z.array(z.string()) })),
  'settings.changed': event(z.strictObject({ name: z.string() })),
} as const;

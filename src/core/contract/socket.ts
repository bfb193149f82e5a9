import { z } from 'zod';
import { Reply } from './reply.ts';

/** Page → served host. `id` is the page's, and comes back with the answer. */
export const ToHost = z.strictObject({ id: z.int().nonnegative(), call: z.string().max(200), payload: z.unknown() });
export type ToHost = z.output<typeof ToHost>;

/** Served host → page. */
export const FromHost = z.union([
  z.strictObject({ id: z.int().nonnegative(), reply: Reply }),
  z.strictObject({ event: z.string(), payload: z.unknown() }),
]);
export type FromHost = z.output<typeof FromHost>;

import type { z } from 'zod';

/** A request with an answer, page → host. */
export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ kind: 'call', input, output }) as const;

/** A message without an answer, host → every page. */
export const event = <P extends z.ZodType>(payload: P) => ({ kind: 'event', payload }) as const;

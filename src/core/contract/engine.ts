import { z } from 'zod';
import { call, event } from './message.ts';

const pack = z.enum(['cpu', 'gpu']);

/** The TensorFlow pack, the library file, and what else Settings shows. */
export const engine = {
  'engine.status': call(
    z.strictObject({}),
    z.strictObject({
      packs: z.array(
        z.strictObject({
          kind: pack,
          /** `unsupported`: there is none for this platform. */
          state: z.enum(['ready', 'absent', 'damaged', 'unsupported']),
          folder: z.string(),
          isReady: z.boolean(),
          version: z.string().nullable(),
          bytes: z.number().nullable(),
          /** What is wrong with a damaged one. */
          problems: z.array(z.string()),
          /** What getting it costs. */
          downloadBytes: z.number(),
          diskBytes: z.number(),
        }),
      ),
      devices: z.array(z.strictObject({ name: z.string(), kind: pack, memoryBytes: z.number().nullable() })),
      /** Processors that one operation may use. */
      threads: z.int().min(1),
      /** The install that is under way. */
      installing: pack.nullable(),
    }),
  ),
  /** Begins to make a pack, in a process of its own; `engine.progress` tells how it goes. */
  'engine.install': call(z.strictObject({ kind: pack }), z.strictObject({})),
  'engine.cancel': call(z.strictObject({}), z.strictObject({})),
  'engine.progress': event(
    z.strictObject({
      kind: pack,
      /** What is done now, in words. */
      phase: z.string(),
      /** Bytes; a total of 0: not known. */
      done: z.number(),
      total: z.number(),
      isOver: z.boolean(),
      error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    }),
  ),
  'library.status': call(
    z.strictObject({}),
    z.strictObject({
      file: z.string(),
      bytes: z.number(),
      checkpointBytes: z.number(),
      cacheFolder: z.string(),
      cacheBytes: z.number(),
      backups: z.array(z.strictObject({ file: z.string(), bytes: z.number(), atMs: z.number() })),
    }),
  ),
  /** A whole copy of the library file; without a name into its own `backups` folder. */
  'library.backup': call(
    z.strictObject({ file: z.string().max(4096).nullable() }),
    z.strictObject({ file: z.string(), bytes: z.number() }),
  ),
  /** Puts a backup in the library's place; what is there is kept as a backup (null: nothing was there). Refused while a run is trained. */
  'library.restore': call(z.strictObject({ file: z.string().max(4096) }), z.strictObject({ kept: z.string().nullable() })),
} as const;

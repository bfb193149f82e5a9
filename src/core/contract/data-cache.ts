import { z } from 'zod';

const bytes = z.number().nonnegative();

/** What the prepared features of a set take on the disk, before and after they are made. */
export const CacheSize = z.strictObject({
  /** Where they lie. */
  folder: z.string(),
  modalities: z.array(
    z.strictObject({
      modality: z.string(),
      /**
       * What is kept: everything as it was computed, numbers as float16, or only that each sample could be read. The last is for pictures
       * that would take too much room: they are decoded in each epoch.
       */
      form: z.enum(['whole', 'float16', 'checked']),
      /** Of all samples: known where their shape is, else estimated from a few. */
      bytes,
      /** What is there already. */
      writtenBytes: bytes,
      /** What is still to be written, and of how many samples. */
      toWriteBytes: bytes,
      samplesToPrepare: z.int().nonnegative(),
      /** How long that takes, from the time of a few samples; null where none of them could be read, or one alone is too large to try. */
      seconds: z.number().nonnegative().nullable(),
    }),
  ),
  /** Other files in that folder: of earlier settings, of presets, of other sets with the same files. */
  otherBytes: bytes,
  /** Of the disk; null where the system does not say. */
  freeBytes: bytes.nullable(),
  /** Whether preparing would not be refused for want of room. */
  hasRoom: z.boolean(),
});
export type CacheSize = z.output<typeof CacheSize>;

/** What a removal left: files that other saved sets use stay. */
export const CacheRemoval = z.strictObject({ removedBytes: bytes, keptBytes: bytes });
export type CacheRemoval = z.output<typeof CacheRemoval>;

import { z } from 'zod';

/** What every definition begins with, whatever its layout. */
export const baseFields = {
  name: z
    .string()
    .min(1, 'must not be empty')
    .meta({ title: 'Name', description: 'Shown everywhere, and part of the names of runs.' }),
  root: z
    .string()
    .min(1, 'must not be empty')
    .meta({ title: 'Folder', description: 'Where folders and lists lie. Files stay where they are and are only read.' }),
} as const;

/** What every definition ends with. */
export const commonFields = {
  /** Stems that the lists name and that are not used: broken files, say. */
  leaveOut: z
    .array(z.string())
    .optional()
    .meta({ title: 'Left out', description: 'Samples that the lists name and that are not used.' }),
  /** How prepared features are kept on disk; left out: float32. Pictures are kept in bytes either way. */
  cachePrecision: z.enum(['float32', 'float16']).optional().meta({
    title: 'Prepared features',
    description:
      'float32, exactly as computed, where left out. float16 takes half the room and rounds each number by up to 0.05 %.',
  }),
} as const;

/** Class names in index order; empty: what the layout takes them from. */
export const ClassNames = z
  .array(z.string().min(1))
  .refine((names) => new Set(names).size === names.length, 'names a class twice')
  .default([])
  .meta({ title: 'Class names', description: 'In the order of their numbers. None: taken from the labels of the lists.' });

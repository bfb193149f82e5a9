import { z } from 'zod';
import { call } from './message.ts';

const path = z.string().max(4096);

/** Choosing files and folders: by the system's dialog in a window, by a list of the host's folders in a served page. */
export const files = {
  /** The system's dialog. Null: it was closed. Refused (`files.no-dialog`) by a served host. */
  'files.choose': call(
    z.strictObject({
      kind: z.enum(['folder', 'file', 'save']),
      title: z.string().max(200),
      name: z.string().max(300).optional(),
    }),
    z.strictObject({ path: path.nullable() }),
  ),
  /** What lies in a folder of the host; null: the user's home. Folders first, hidden ones left out. */
  'files.list': call(
    z.strictObject({ folder: path.nullable() }),
    z.strictObject({
      folder: path,
      parent: path.nullable(),
      entries: z.array(z.strictObject({ name: z.string(), kind: z.enum(['folder', 'file']), bytes: z.number().nullable() })),
      leftOut: z.int().nonnegative(),
    }),
  ),
} as const;

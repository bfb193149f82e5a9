import { z } from 'zod';

const Chosen = z.object({ training: z.object({ selectOn: z.literal('test') }) });

/** How the best epoch of a run was chosen, for a title. `config` as it was written, perhaps by an older program. */
export const bestOn = (config: unknown): string =>
  Chosen.safeParse(config).success ? 'Best on the test split, which flatters its figures' : 'Best on validation';

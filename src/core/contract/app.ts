import { z } from 'zod';
import { call } from './message.ts';

/** What the program is and where it keeps things. */
export const AppInfo = z.strictObject({
  version: z.string(),
  /** `window`: Electron. `served`: a loopback page. */
  host: z.enum(['window', 'served']),
  /** File of the library. */
  library: z.string(),
  /** What to type in a terminal, in the program's folder, to train the first run. */
  command: z.string(),
});
export type AppInfo = z.output<typeof AppInfo>;

export const app = {
  'app.info': call(z.strictObject({}), AppInfo),
} as const;

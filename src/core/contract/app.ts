import { z } from 'zod';
import { call, event } from './message.ts';

/** What the program is and where it keeps things. */
export const AppInfo = z.strictObject({
  version: z.string(),
  /** `window`: Electron. `served`: a loopback page. */
  host: z.enum(['window', 'served']),
  platform: z.string(),
  /** File of the library. */
  library: z.string(),
  /** Why nothing can be changed just now (another process writes the library, or it cannot be opened); null where it can. */
  readOnly: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  /** What to type in a terminal, in the program's folder, to train the first run. */
  command: z.string(),
});
export type AppInfo = z.output<typeof AppInfo>;

export const app = {
  'app.info': call(z.strictObject({}), AppInfo),
  /** What `app.info` says is not as it was. */
  'app.changed': event(z.strictObject({})),
  /** A window's menu asks its page to go to an address of the router, as in `#/runs`. */
  'app.navigate': event(z.strictObject({ hash: z.string().regex(/^#/) })),
  /** A window's menu asks its page for a command by its id in the palette, as in `help`. */
  'app.command': event(z.strictObject({ id: z.string() })),
} as const;

import { app } from 'electron';

/** Where the page of this program is, and what tells its requests from others. */
export interface PageAddress {
  readonly url: string;
  /** What every address of the page begins with. */
  readonly prefix: string;
}

export const SCHEME = 'app';
export const HOST = 'studio';
const BUILT: PageAddress = { url: `${SCHEME}://${HOST}/`, prefix: `${SCHEME}://${HOST}/` };

/** The built page; while developing, the one that `npm run dev` serves on this machine and names in the environment. */
export function pageAddress(): PageAddress {
  const served = process.env['ELECTRON_RENDERER_URL'];
  if (app.isPackaged || served === undefined || !URL.canParse(served)) return BUILT;
  const { protocol, hostname, origin } = new URL(served);
  const isOwn = protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1');
  return isOwn ? { url: served, prefix: `${origin}/` } : BUILT;
}

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { makeFolder, placeIn, removeFolder } from './sample-library.ts';
import { startServedProgram, type ServedProgram } from './served-program.ts';

/** A person who opens the program with a library that is not there yet. */
export interface Visit {
  readonly folder: string;
  readonly program: ServedProgram;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Every address that was asked for, sockets too, which did not lie on the host itself. */
  readonly strayed: string[];
  /** What the page complained of. */
  readonly complaints: string[];
  end(): Promise<void>;
}

export async function visit(browser: Browser): Promise<Visit> {
  const folder = makeFolder();
  const program = await startServedProgram(placeIn(folder).file);
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const [strayed, complaints]: [string[], string[]] = [[], []];
  const look = (address: string): void => {
    const { protocol, host } = new URL(address);
    const isOwn = host === `127.0.0.1:${String(program.port)}` || protocol === 'blob:' || protocol === 'data:';
    if (!isOwn) strayed.push(address);
  };
  context.on('request', (request) => look(request.url()));
  page.on('websocket', (socket) => look(socket.url()));
  page.on('console', (message) => void (message.type() === 'error' ? complaints.push(message.text()) : undefined));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(program.link);
  return {
    ...{ folder, program, context, page, strayed, complaints },
    async end() {
      await context.close();
      await program.end('SIGKILL');
      removeFolder(folder);
    },
  };
}

import type { BrowserContext, Page } from 'playwright-core';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { describeInBrowser } from '../support/browser.ts';
import { built } from '../support/built.ts';
import { fillLibrary, makeFolder, placeIn, removeFolder } from '../support/sample-library.ts';
import { startServedProgram, type ServedProgram } from '../support/served-program.ts';

/** Machines may be busy. */
const SOON = { timeout: 20_000 };

/** What the host does for a page, whatever the page shows: the link, the policy, the connection, the end. */
describeInBrowser('the served page', (browser) => {
  let folder: string;
  let program: ServedProgram;
  let context: BrowserContext;
  let page: Page;
  /** Every address that the page asked for anything, and what the browser complained of. */
  let asked: string[];
  let complaints: string[];
  /** Sockets that are open; those of a page before a reload count too. */
  let sockets: number;

  beforeEach(async () => {
    folder = makeFolder();
    const { file } = placeIn(folder);
    fillLibrary(file);
    program = await startServedProgram(file);
    context = await browser().newContext({ viewport: { width: 1280, height: 720 } });
    page = await context.newPage();
    [asked, complaints, sockets] = [[], [], 0];
    page.on('request', (request) => asked.push(request.url()));
    page.on('websocket', (socket) => {
      asked.push(socket.url());
      sockets++;
      socket.on('close', () => sockets--);
    });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  });

  afterEach(async () => {
    await context.close();
    await program.end('SIGKILL');
    removeFolder(folder);
  });

  /** The page has drawn something of its own and is connected. */
  async function isUp(): Promise<void> {
    await page.waitForFunction(() => (document.querySelector('#app')?.childElementCount ?? 0) > 0);
    await expect.poll(() => sockets).toBeGreaterThan(0);
  }

  test('nothing leaves the machine: every request goes to the host itself, over reloads too', async () => {
    await page.goto(program.link);
    await isUp();
    await page.reload();
    await isUp();
    for (const hash of ['#/data', '#/runs', '#/queue', '#/settings', '#/']) {
      await page.evaluate((to) => (window.location.hash = to), hash);
      await page.waitForTimeout(200);
    }
    expect(asked.length).toBeGreaterThan(5);
    const isOwn = (url: string): boolean => /^(?:data|blob):/.test(url) || new URL(url).host === `127.0.0.1:${program.port}`;
    expect(asked.filter((url) => !isOwn(url))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('the link works once; without its cookie there is no page', async () => {
    await page.goto(program.link);
    expect(new URL(page.url()).search).toBe('');
    const other = await (await browser().newContext()).newPage();
    const again = await other.goto(program.link);
    expect(again?.status()).toBe(401);
    expect((await other.goto(`http://127.0.0.1:${program.port}/`))?.status()).toBe(401);
    await other.context().close();
    expect(program.output()).toMatch(/That link was used\. For another browser: http:\S+/);
  });

  test('the policy is in force: no script but our own, no style sheet, no request elsewhere', async () => {
    await page.goto(program.link);
    await isUp();
    const seen = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.wasHit = true';
      const style = document.createElement('style');
      style.textContent = 'body { outline-width: 7px !important }';
      document.body.append(script, style);
      const isSent = await fetch('http://127.0.0.1:9/').then(
        () => true,
        (error: unknown) => String(error),
      );
      return { wasHit: 'wasHit' in window, outline: getComputedStyle(document.body).outlineWidth, isSent };
    });
    expect(seen).toMatchObject({ wasHit: false, isSent: 'TypeError: Failed to fetch' });
    expect(seen.outline).not.toBe('7px');
    expect(complaints.join()).toContain('Content Security Policy');
  });

  test('a page finds the host again after the connection was lost', async () => {
    await page.goto(program.link);
    await isUp();
    await context.setOffline(true);
    await page.reload().catch(() => undefined);
    await context.setOffline(false);
    await page.goto(`http://127.0.0.1:${program.port}/`);
    await isUp();
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('on %s the program ends in order, and the page knows', async (signal) => {
    await page.goto(program.link);
    await isUp();
    expect(await program.end(signal)).toEqual([0, null]);
    await vi.waitUntil(() => sockets === 0, SOON);
    await page.getByText('does not answer').first().waitFor();
  });
});

test.each([
  [['--port', '99999'], 2, 'served.wrong-use'],
  [['--libary', 'x'], 2, 'served.wrong-use'],
  [['--library', '.'], 1, 'store.not-a-file'],
])('%j does not start, and says why', (words, status, code) => {
  const {
    status: found,
    stderr,
    stdout,
  } = spawnSync(process.execPath, [built('main', 'served.js'), ...words], { encoding: 'utf8' });
  expect({ found, stdout }).toEqual({ found: status, stdout: '' });
  expect(stderr).toContain(`[${code}]`);
});

test('redreg serve serves the same page, and ends in order', async () => {
  const folder = makeFolder();
  const program = await startServedProgram(placeIn(folder).file, [built('main', 'cli.js'), 'serve', '--port', '0']);
  const page = await fetch(program.link, { redirect: 'manual' });
  expect([page.status, page.headers.get('location')]).toEqual([303, '/']);
  expect(await program.end('SIGTERM')).toEqual([0, null]);
  removeFolder(folder);
});

test.each([['--port', '99999'], ['--prot', '1'], ['extra']])('redreg serve %j is refused', (...words) => {
  const { status, stderr } = spawnSync(process.execPath, [built('main', 'cli.js'), 'serve', ...words], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('cli.bad-arguments');
});

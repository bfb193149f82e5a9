import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client } from '../../src/core/contract/client.ts';
import { DatasetDefinition } from '../../src/core/data/definition.ts';
import type { RunConfig } from '../../src/core/train/config.ts';
import { findStudio, type StudioClient } from '../../src/main/cli/studio-client.ts';
import { openLibrary } from '../../src/main/store/library.ts';
import { describeInBrowser } from '../support/browser.ts';
import { isLoopback, processesOf, socketsOf, type OpenSocket } from '../support/open-sockets.ts';
import { addFinished, COMPARISON, makeFolder, placeIn, removeFolder } from '../support/sample-library.ts';
import { startServedProgram, type ServedProgram } from '../support/served-program.ts';
import { smallConfig, smallSetFile } from '../support/small-run.ts';

/** Attacks through what users name and files hold, on the built program; those on sockets and routes are in test/main/served. */
describeInBrowser('the served studio', (browser) => {
  let folder: string;
  let file: string;
  let program: ServedProgram;
  let context: BrowserContext;
  let page: Page;
  let studio: StudioClient;
  let client: Client;
  let asked: string[];
  let complaints: string[];
  let set: DatasetDefinition;

  beforeEach(async () => {
    folder = makeFolder();
    ({ file } = placeIn(folder));
    const root = join(folder, 'set');
    set = DatasetDefinition.parse({ ...(JSON.parse(readFileSync(await smallSetFile(root), 'utf8')) as object), root });
    context = await browser().newContext({ viewport: { width: 1280, height: 720 } });
    page = await context.newPage();
    [asked, complaints] = [[], []];
    page.on('request', (request) => asked.push(request.url()));
    page.on('websocket', (socket) => asked.push(socket.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterEach(async () => {
    studio.close();
    await context.close();
    await program.end('SIGKILL');
    removeFolder(folder);
  });

  async function start(): Promise<void> {
    program = await startServedProgram(file);
    const found = await findStudio(placeIn(folder));
    if (found === null) throw new Error('the program takes no commands');
    studio = found;
    ({ client } = found);
  }
  /** Goes through pages; each is given time to draw what it gets. */
  async function visit(hashes: readonly string[]): Promise<void> {
    for (const hash of hashes) {
      await page.evaluate((to) => (window.location.hash = to), hash);
      await page.waitForTimeout(500);
    }
  }

  test('names, notes and tags that are markup are text on every page, and run nothing', async () => {
    const evil = '<img src=x onerror="window.wasHit = true"><script>window.wasHit = true</script>';
    const library = openLibrary(file);
    const runs = COMPARISON.map((one) => addFinished(library, one));
    library.close();
    await start();
    const { id } = await client.call('data.save', { id: null, definition: { ...set, name: evil } });
    await client.call('runs.edit', {
      changes: runs.map((run) => ({ run: run as never, name: evil, note: evil, tags: [evil.slice(0, 90)] })),
    });

    await page.goto(program.link);
    const [first = '', second = ''] = runs;
    const tabs = ['overview', 'charts', 'monitor', 'gradients', 'accuracy', 'log', 'files'];
    for (const hash of ['#/data', '#/runs']) {
      await page.evaluate((to) => (window.location.hash = to), hash);
      await page.getByText('<img src=x').first().waitFor();
    }
    await visit([
      ...['#/', `#/data/${encodeURIComponent(id)}`, '#/queue', '#/settings'],
      ...[`#/experiment/new?data=${encodeURIComponent(id)}`, `#/experiment/new?clone=${first}`],
      ...tabs.map((tab) => `#/runs/${first}/${tab}`),
      `#/compare?runs=${first},${second}`,
    ]);
    expect(await page.evaluate(() => 'wasHit' in window)).toBe(false);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    // An inline handler that the policy had to stop would be a complaint.
    expect(complaints.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
  });

  test('a sample is shown by its name in the list alone; no path leads out of the set', async () => {
    await start();
    const { id } = await client.call('data.save', { id: null, definition: set });
    for (const name of ['../../../../../../etc/passwd', '/etc/passwd', 'a/../../secret', '..\\..\\secret', 'x\0y'])
      await expect(client.call('data.sample', { which: { id }, name })).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:data|files|ipc)\./) as string,
      });
  });

  test.skipIf(process.platform !== 'linux')(
    'during a whole run, neither page nor host nor trainer has a connection that leaves loopback',
    async () => {
      await start();
      await page.goto(program.link);
      const seen = new Map<string, OpenSocket>();
      let processes = 0;
      const look = setInterval(() => {
        processes = Math.max(processes, processesOf(program.pid).length);
        for (const socket of socketsOf(program.pid)) {
          seen.set(`${socket.pid} ${socket.kind} ${socket.local} ${socket.remote}`, socket);
        }
      }, 25);
      const config = smallConfig(set, 'joint', { training: { epochs: 3, batch: 2 } as RunConfig['training'] });
      const { runs } = await client.call('queue.add', { runs: [{ config }] });
      const [run] = runs;
      if (run === undefined) throw new Error('nothing was queued');
      await visit(['#/', '#/queue', `#/runs/${run}/charts`, `#/compare?runs=${run}`]);
      await vi.waitUntil(async () => (await client.call('runs.get', { run })).status === 'finished', {
        timeout: 60_000,
        interval: 200,
      });
      clearInterval(look);

      expect(processes, 'the trainer was looked at').toBeGreaterThan(1);
      expect([...seen.values()].length, 'the host listens, and has a page and a command').toBeGreaterThan(2);
      expect([...seen.values()].filter((socket) => !isLoopback(socket))).toEqual([]);
      const isOwn = (url: string): boolean => /^(?:data|blob):/.test(url) || new URL(url).host === `127.0.0.1:${program.port}`;
      expect(asked.filter((url) => !isOwn(url))).toEqual([]);
    },
  );
});

test.skipIf(process.platform !== 'linux')('the look at sockets would see one that is open to the network', async () => {
  const open = createServer().listen(0, '0.0.0.0');
  await new Promise((resolve) => open.once('listening', resolve));
  expect(socketsOf(process.pid).some((socket) => !isLoopback(socket))).toBe(true);
  open.close();
  const own = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => own.once('listening', resolve));
  expect(socketsOf(process.pid).some((socket) => isLoopback(socket))).toBe(true);
  own.close();
});

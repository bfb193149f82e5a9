import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLibrary } from '../../src/main/store/library.ts';
import { seriousFaults } from '../support/axe.ts';
import { describeInBrowser } from '../support/browser.ts';
import { fillLibrary, makeFolder, placeIn, removeFolder } from '../support/sample-library.ts';
import { startServedProgram, type ServedProgram } from '../support/served-program.ts';

/** Every page with runs to show, and those that look otherwise without. `RUN` stands for a finished run. */
const PAGES = [
  '#/',
  '#/data',
  '#/data/new',
  '#/data/av-digits',
  '#/experiment/new',
  '#/experiment/new?clone=RUN',
  '#/runs',
  ...['overview', 'charts', 'monitor', 'gradients', 'accuracy', 'log', 'files'].map((tab) => `#/runs/RUN/${tab}`),
  ...['charts', 'metrics', 'gradients', 'accuracy', 'configuration', 'monitor'].map(
    (tab) => `#/compare?runs=RUN,OTHER&tab=${tab}`,
  ),
  '#/compare',
  '#/queue',
  '#/settings',
];

/** No page keeps anybody out: axe finds nothing serious or critical, light or dark. */
describeInBrowser('axe', (browser) => {
  let folder: string;
  let program: ServedProgram;
  let context: BrowserContext;
  let page: Page;
  let [run, other] = ['', ''];

  beforeAll(async () => {
    folder = makeFolder();
    const { file } = placeIn(folder);
    fillLibrary(file);
    const library = openLibrary(file, { readOnly: true });
    const finished = library.listRuns().filter(({ status }) => status === 'finished');
    [run, other] = [finished[0]?.id ?? '', finished[1]?.id ?? ''];
    library.close();
    program = await startServedProgram(file);
    context = await browser().newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    await page.goto(program.link);
  });
  afterAll(async () => {
    await context.close();
    await program.end('SIGKILL');
    removeFolder(folder);
  });

  test.each(['light', 'dark'] as const)('every page in %s', { timeout: 240_000 }, async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    for (const address of PAGES) {
      const hash = address.replace('RUN', run).replace('OTHER', other);
      await page.evaluate((to) => (window.location.hash = to), hash);
      await page.waitForFunction(() => document.querySelector('main h1') !== null);
      await page.waitForTimeout(500);
      expect.soft(await seriousFaults(page), `${address}, ${colorScheme}`).toEqual([]);
    }
  });
});

import type { BrowserContext, Page } from 'playwright-core';
import { spawnSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLibrary } from '../../src/main/store/library.ts';
import { describeInBrowser } from '../support/browser.ts';
import { built } from '../support/built.ts';
import {
  addFinished,
  addRunning,
  COMPARISON,
  fillLibrary,
  makeFolder,
  placeIn,
  removeFolder,
} from '../support/sample-library.ts';
import { startServedProgram, type ServedProgram } from '../support/served-program.ts';

describeInBrowser('the served page', (browser) => {
  let folder: string;
  let file: string;
  let program: ServedProgram;
  let context: BrowserContext;
  let page: Page;
  /** Every address that the page asked for anything, and what the browser complained of. */
  let asked: string[];
  let complaints: string[];

  beforeEach(async () => {
    folder = makeFolder();
    file = placeIn(folder).file;
    program = await startServedProgram(file);
    context = await browser().newContext({ viewport: { width: 1280, height: 720 } });
    page = await context.newPage();
    asked = [];
    complaints = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('websocket', (socket) => asked.push(socket.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  });

  afterEach(async () => {
    await context.close();
    await program.end('SIGKILL');
    removeFolder(folder);
  });

  test('an empty library says what to type; a run appears as soon as it begins, and its figures when they are there', async () => {
    await page.goto(program.link);
    await page.getByRole('heading', { name: 'No runs yet' }).waitFor();
    expect(await page.locator('pre').textContent()).toBe(
      `npx redreg train --data av-digits --method redreg --preset quick --library ${file}`,
    );

    const library = openLibrary(file);
    addRunning(library, { method: 'ogm', seed: 4 }, 'the first');
    const row = page.getByRole('row', { name: /^the first ogm 4 running – / });
    await row.waitFor();
    const [joint] = COMPARISON;
    if (joint !== undefined) addFinished(library, joint);
    await page
      .getByRole('row', { name: 'joint-av-digits-concat-s0 joint 0 finished 87.1 % 84.3 % 41.2 % 12 1 min 01 s just now' })
      .waitFor();
    library.close();
    expect(complaints).toEqual([]);
  });

  test('nothing leaves the machine: every request goes to the host itself', async () => {
    fillLibrary(file);
    await page.goto(program.link);
    await page.getByRole('link', { name: /^redreg-av-digits-concat-s1 failed/ }).click();
    await page.getByText('trainer.died').waitFor();
    await page.reload();
    await page.getByText('trainer.died').waitFor();

    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((url) => new URL(url).host !== `127.0.0.1:${program.port}`)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a run has a page with its figures, which survives a reload and the way back', async () => {
    fillLibrary(file);
    await page.goto(program.link);
    await page.getByRole('cell', { name: '93.1 %' }).waitFor();
    await page.getByRole('rowheader').getByRole('link', { name: 'redreg-av-digits-concat-s0' }).click();

    const figures = page.getByRole('figure');
    await figures.getByText('Last epoch (12), 200 samples, macro-F1 92.7 %').waitFor();
    expect((await figures.innerText()).split(/\s*\n\s*/).slice(1)).toEqual([
      'Fused',
      '93.1 %',
      'Audio',
      '84.6 %',
      'Video',
      '68.8 %',
    ]);
    await page.reload();
    await figures.waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Runs', exact: true }).waitFor();
  });

  test('the search narrows the list and says when nothing is found', async () => {
    fillLibrary(file);
    await page.goto(program.link);
    await page.keyboard.press('/');
    await page.keyboard.type('inforeg');
    await expect.poll(() => page.getByRole('rowheader').allInnerTexts()).toEqual(['inforeg-av-digits-concat-s0']);
    await page.keyboard.type(' absent');
    await page.getByText('No run has the words “inforeg absent”').waitFor();
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

  test('a name is text, whatever it says, and no script but our own runs', async () => {
    const library = openLibrary(file);
    addRunning(
      library,
      { method: 'redreg', seed: 0 },
      '<img src=x onerror="window.wasHit = true"><script>wasHit = true</script>',
    );
    library.close();
    await page.goto(program.link);
    await page.getByRole('rowheader', { name: '<img src=x onerror=' }).waitFor();
    expect(await page.locator('img[src="x"]').count()).toBe(0);

    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.wasHit = true';
      document.body.append(script);
    });
    expect(await page.evaluate(() => 'wasHit' in window)).toBe(false);
    expect(complaints.join()).toContain('Content Security Policy');
  });

  test('a library that is none any more is told with its code, and is forgiven when it is whole again', async () => {
    fillLibrary(file);
    await page.goto(program.link);
    await page.getByRole('cell', { name: '93.1 %' }).waitFor();
    renameSync(file, join(folder, 'kept.sqlite'));
    renameSync(`${file}-wal`, join(folder, 'kept.sqlite-wal'));
    writeFileSync(file, 'x'.repeat(4096));

    const note = page.getByRole('alert');
    await note.getByText('store.not-a-database').waitFor();
    expect(await note.innerText()).toContain('is no SQLite database');
    await page.getByRole('cell', { name: '93.1 %' }).waitFor(); // the last good list stays

    renameSync(join(folder, 'kept.sqlite'), file);
    await note.waitFor({ state: 'detached' });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('on %s the program ends in order, and the page says so', async (signal) => {
    fillLibrary(file);
    await page.goto(program.link);
    await page.getByRole('cell', { name: '93.1 %' }).waitFor();
    expect(await program.end(signal)).toEqual([0, null]);
    await page.getByRole('alert').getByText('host.gone').waitFor();
    expect(await page.getByRole('cell', { name: '93.1 %' }).isVisible()).toBe(true);
  });

  test.each(['light', 'dark'] as const)(
    'in %s, text stands out from its ground at both sizes, and nothing is cut off',
    async (colorScheme) => {
      fillLibrary(file);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(program.link);
      await page.getByRole('cell', { name: '93.1 %' }).waitFor();
      for (const width of [1280, 1920]) {
        await page.setViewportSize({ width, height: 720 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
        expect(await page.locator('.card').evaluate((card) => card.scrollWidth <= card.clientWidth)).toBe(true);
      }
      expect(await page.evaluate(leastContrast)).toBeGreaterThan(4.5);
    },
  );
});

/** The least contrast (WCAG 2) of any text on the page to the ground behind it. Runs in the page. */
function leastContrast(): number {
  const luminance = (colour: readonly number[]): number => {
    const [r = 0, g = 0, b = 0] = colour.map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const channels = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);
  const groundOf = (element: Element | null): number[] => {
    const ground = element === null ? [255, 255, 255] : channels(getComputedStyle(element).backgroundColor);
    return ground.length === 4 && ground[3] === 0 ? groundOf(element?.parentElement ?? null) : ground.slice(0, 3);
  };
  const texts = [...document.querySelectorAll('body *')].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== ''),
  );
  const contrasts = texts
    .filter((element) => element.tagName !== 'NOSCRIPT')
    .map((element) => {
      const [ink, ground] = [luminance(channels(getComputedStyle(element).color).slice(0, 3)), luminance(groundOf(element))];
      return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    });
  return Math.min(...contrasts);
}

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

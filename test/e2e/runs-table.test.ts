import type { BrowserContext, Locator, Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeLibrary } from '../../bench/studio-scale/make-library.ts';
import { openLibrary } from '../../src/main/store/library.ts';
import { seriousFaults } from '../support/axe.ts';
import { describeInBrowser } from '../support/browser.ts';
import { makeFolder, placeIn, removeFolder } from '../support/sample-library.ts';
import { startServedProgram, type ServedProgram } from '../support/served-program.ts';

const RUNS = 400;
/** What is true before long, on a busy machine too. */
const soon = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 15_000 });
const ACCURACY = 'metric:test:last:accuracy';

/** The table of runs over a library of some hundred runs that were made up. One program for all tests; each has a page of its own. */
describeInBrowser('the table of runs', (browser) => {
  let folder: string;
  let program: ServedProgram;
  let context: BrowserContext;
  let page: Page;
  let grid: Locator;
  /** Calls of the table that the page has sent. */
  let asked: number;
  let complaints: string[];

  beforeAll(async () => {
    folder = makeFolder();
    const { file } = placeIn(folder);
    makeLibrary(file, { runs: RUNS, metrics: 6, longRuns: 0, points: 0 });
    const library = openLibrary(file);
    const [newest] = library.listRuns({ limit: 1 });
    if (newest === undefined) throw new Error('the library has no runs');
    library.editRun(newest.id, { name: '=1+1 <img onerror>' });
    library.setSetting('view/runs', null); // as nobody has left it yet
    library.close();
    program = await startServedProgram(file);
    context = await browser().newContext({ viewport: { width: 1280, height: 720 }, acceptDownloads: true });
    const first = await context.newPage();
    await first.goto(program.link);
    await first.close();
  });
  afterAll(async () => {
    await context.close();
    await program.end('SIGKILL');
    removeFolder(folder);
  });

  beforeEach(async () => {
    page = await context.newPage();
    [asked, complaints] = [0, []];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        if (String(payload).includes('"call":"runs.table"')) asked++;
      }),
    );
    await page.goto(`http://127.0.0.1:${program.port}/#/runs`);
    grid = page.getByRole('grid', { name: 'Runs' });
    await grid.locator('[data-line] a').first().waitFor();
  });
  afterEach(async () => {
    expect(complaints).toEqual([]);
    // How the table is left is written one change after the other; a page that closes before leaves the next test another table.
    await page.waitForTimeout(500);
    await page.close();
  });

  const row = (line: number): Locator => grid.locator(`[data-line="${line}"] a`);
  const cells = (column: string): Promise<string[]> => grid.locator(`[data-line] [data-column="${column}"]`).allInnerTexts();
  const head = (column: string): Locator => grid.locator(`[data-head="${column}"]`);
  const total = (): Promise<string> => page.locator('header p').innerText();
  const settle = (): Promise<void> => soon(() => grid.getAttribute('aria-busy')).toBe('false');
  const shares = async (): Promise<number[]> => (await cells(ACCURACY)).map((text) => Number.parseFloat(text));

  test('shows a window of all runs, newest first, in a grid that says how large it is', async () => {
    expect(await total()).toBe(`${RUNS} runs`);
    expect(await grid.getAttribute('aria-rowcount')).toBe(String(RUNS + 1));
    expect(await row(0).innerText()).toBe('=1+1 <img onerror>');
    expect(await page.locator('img[onerror]').count()).toBe(0);
    expect(await grid.locator('[data-line]').count()).toBeLessThan(40);
    expect(asked).toBe(1);
  });

  test('a click on a header sorts, the next one turns it round, Shift adds a key; one call each', async () => {
    await head(ACCURACY).getByRole('button').first().click();
    await soon(() => head(ACCURACY).getAttribute('aria-sort')).toBe('descending');
    await settle();
    const down = await shares();
    expect(down).toEqual(down.toSorted((a, b) => b - a));
    expect(down[0]).toBeGreaterThan(99);
    await head(ACCURACY).getByRole('button').first().click();
    await soon(async () => (await shares())[0]).toBeLessThan(52);
    await head('method')
      .getByRole('button')
      .first()
      .click({ modifiers: ['Shift'] });
    await soon(() => head('method').getAttribute('aria-sort')).toBe('ascending');
    await settle();
    expect(await head(ACCURACY).getAttribute('aria-sort')).toBe('ascending');
    expect(asked).toBe(4);
    await page.keyboard.press('Control+z');
    await soon(() => head('method').getAttribute('aria-sort')).toBe('none');
    for (const _ of [1, 2]) await page.keyboard.press('Control+z');
    await soon(() => head(ACCURACY).getAttribute('aria-sort')).toBe('none');
  });

  test('scrolling fetches the rows that come, a hundred at a time', async () => {
    await grid.focus();
    await page.keyboard.press('Control+End');
    await row(RUNS - 1).waitFor();
    expect(await row(RUNS - 1).innerText()).toMatch(/^joint-set-0/);
    expect(asked).toBe(2);
  });

  test('words, a filter and a group narrow the table; closed groups show their head only', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('attempt');
    await soon(total).toBe('80 runs');
    await page.keyboard.press('Enter');
    await page.keyboard.press('f');
    await page.getByLabel('Column', { exact: true }).selectOption({ label: 'Seed' });
    await page.getByLabel('Test', { exact: true }).selectOption({ label: 'is' });
    await page.getByLabel('Value', { exact: true }).fill('0');
    await page.keyboard.press('Enter');
    await soon(total).toBe('16 runs');
    await page.getByRole('button', { name: 'Group', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Data set' }).click();
    const group = grid.locator('[role="row"][aria-expanded]');
    await soon(() => group.count()).toBe(4);
    await grid.focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowLeft');
    expect(await group.first().getAttribute('aria-expanded')).toBe('false');
    expect(await grid.getAttribute('aria-rowcount')).toBe('17'); // the header, four heads, 12 runs of three open groups
    await page.reload();
    await page.getByRole('button', { name: 'Group by Data set no longer' }).click();
    await page.getByRole('button', { name: 'Take the filter on Seed away' }).click();
    await soon(total).toBe(`${RUNS} runs`);
  });

  test('columns are chosen by a search, moved and made wider by keys, and stay so', async () => {
    const order = (): Promise<(string | null)[]> =>
      grid.locator('[data-head]').evaluateAll((heads) => heads.map((one) => one.getAttribute('data-head')));
    const before = await order();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByLabel('Search columns').fill('test macro f1 (last)');
    await page.getByRole('dialog').getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Done' }).click();
    await grid.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    expect(await grid.getAttribute('aria-activedescendant')).toBe(await head('metric:test:last:macroF1').getAttribute('id'));
    await page.keyboard.press('Alt+ArrowLeft');
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await soon(async () => (await order()).at(-1)).toBe('note');
    const width = (await head('metric:test:last:macroF1').boundingBox())?.width;
    expect(width).toBe(128);
    await page.reload();
    await row(0).waitFor();
    await grid.focus();
    await page.keyboard.press('End');
    await soon(async () => (await order()).slice(-2)).toEqual(['metric:test:last:macroF1', 'note']);
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('button', { name: 'As at the beginning' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await grid.focus();
    await page.keyboard.press('Home');
    await soon(order).toEqual(before);
  });

  test('a column is dragged to another place', async () => {
    const place = async (column: string): Promise<number> => (await head(column).boundingBox())?.x ?? NaN;
    expect(await place('status')).toBeLessThan(await place('method'));
    await head('status').dragTo(head('data'), { targetPosition: { x: 100, y: 15 } });
    await soon(async () => (await place('status')) > (await place('data'))).toBe(true);
    await page.keyboard.press('Control+z');
    await soon(async () => (await place('status')) < (await place('method'))).toBe(true);
  });

  test('by keys alone: choose, pin, rename, trash, take back, restore', async () => {
    await grid.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Space', 'Shift+ArrowDown']) await page.keyboard.press(key);
    const bar = page.getByRole('toolbar', { name: 'Actions on 2 runs' });
    await bar.waitFor();
    const name = await row(2).innerText();
    await page.keyboard.press('p');
    await page.getByText('Pinned 2 runs').waitFor();
    await soon(() => row(0).innerText()).toBe(name);
    await page.keyboard.press('Control+z');
    await soon(() => row(0).innerText()).toBe('=1+1 <img onerror>');

    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('e');
    await page.keyboard.type('my own name');
    await page.keyboard.press('Enter');
    await soon(() => row(0).innerText()).toBe('my own name');
    await page.keyboard.press('Control+z');
    await soon(() => row(0).innerText()).toBe('=1+1 <img onerror>');
    await page.keyboard.press('Control+y');
    await soon(() => row(0).innerText()).toBe('my own name');
    await page.keyboard.press('Control+z');
    await soon(() => row(0).innerText()).toBe('=1+1 <img onerror>');

    await page.keyboard.press('Delete');
    await soon(total).toBe(`${RUNS - 1} runs`);
    await page.getByText('Trash', { exact: true }).click();
    await soon(total).toBe('1 run');
    await page.getByText('Active', { exact: true }).click();
    // Earlier changes may still offer theirs.
    const trashed = page.getByRole('listitem').filter({ hasText: 'Moved 1 run to the trash' });
    await trashed.getByRole('button', { name: 'Undo' }).click();
    await soon(total).toBe(`${RUNS} runs`);
  });

  test('all that fit are chosen at once, tagged together, and taken back', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('baseline');
    await soon(total).toBe('58 runs');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+a');
    await page.getByRole('toolbar', { name: 'Actions on 58 runs' }).waitFor();
    await page.keyboard.press('t');
    await page.getByLabel('Add', { exact: true }).fill('second, look');
    await page.keyboard.press('Enter');
    await page.getByText('Tagged 58 runs').waitFor();
    await page.getByLabel('Search runs').fill('look');
    await soon(total).toBe('58 runs');
    await grid.focus();
    await page.keyboard.press('Control+z');
    await soon(total).toBe('0 runs');
  });

  test('Compare leads to the chosen runs side by side', async () => {
    await grid.focus();
    for (const key of ['Space', 'ArrowDown', 'Space', 'c']) await page.keyboard.press(key);
    await soon(() => new URL(page.url()).hash).toMatch(/^#\/compare\?runs=[^,]+,[^,]+$/);
  });

  test('what is shown is exported as CSV in which nothing is a formula', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export what is shown as CSV' }).click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(RUNS + 1);
    expect(lines[0]).toMatch(/^Name,Status,"Fused, test"/);
    expect(lines[1]).toMatch(/^'=1\+1 <img onerror>,finished,0\.\d{10,},/);
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing serious in %s, with a menu and with a choice of runs',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await grid.focus();
      await page.keyboard.press('Space');
      expect(await seriousFaults(page)).toEqual([]);
      await row(1).click({ button: 'right' });
      await page.getByRole('menu').waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
      expect(await seriousFaults(page)).toEqual([]);
    },
  );
});

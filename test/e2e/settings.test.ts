import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seriousFaults } from '../support/axe.ts';
import { describeInBrowser } from '../support/browser.ts';
import { fillLibrary, makeFolder, placeIn, removeFolder } from '../support/sample-library.ts';
import { startServedProgram, type ServedProgram } from '../support/served-program.ts';

describeInBrowser('Settings', (browser) => {
  let folder: string;
  let program: ServedProgram;
  let context: BrowserContext;
  let page: Page;

  beforeEach(async () => {
    folder = makeFolder();
    const { file } = placeIn(folder);
    fillLibrary(file);
    program = await startServedProgram(file);
    context = await browser().newContext({ viewport: { width: 1280, height: 720 } });
    page = await context.newPage();
    await page.goto(program.link);
    await page.goto(`http://127.0.0.1:${program.port}/#/settings`);
    await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
  });
  afterEach(async () => {
    await context.close();
    await program.end('SIGKILL');
    removeFolder(folder);
  });

  test('shows TensorFlow, devices, the library and its sizes, and that nothing leaves the machine', async () => {
    await page.getByText('For the processor').waitFor();
    await page.getByText(/processor, \d+ threads/).waitFor();
    await page.getByText(placeIn(folder).file).first().waitFor();
    await page.getByText('None, ever').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  });

  test('a copy is made, listed and restored, and the restoring is taken back', async () => {
    await page.getByText('No copies yet.').waitFor();
    await page.getByRole('button', { name: 'Back up now' }).click();
    const restore = page.getByRole('button', { name: /^Restore library-/ });
    await restore.waitFor();
    await restore.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await page.getByText('The copy is in place.').waitFor();
    await expect.poll(() => restore.count()).toBe(2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => restore.count()).toBe(3);
  });

  test('what is no copy of a library is refused in words', async () => {
    await page.getByRole('button', { name: 'Restore from a file…' }).click();
    await page.getByLabel('File', { exact: true }).fill('/etc/passwd');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).last().click();
    await page.getByText(/\/etc\/passwd is no SQLite database/).waitFor();
  });

  test('theme, motion, runs at a time and threads stay after a reload', async () => {
    await page.getByRole('radiogroup', { name: 'Theme' }).getByText('Dark').click();
    await page.getByRole('radiogroup', { name: 'Motion' }).getByText('Reduced').click();
    for (const [name, value] of [
      ['Runs at a time', '2'],
      ['Threads of a new experiment', '1'],
    ] as const) {
      await page.getByRole('spinbutton', { name }).fill(value);
      await page.keyboard.press('Tab');
    }
    await page.waitForTimeout(500);
    await page.reload();
    const root = page.locator(':root');
    await expect
      .poll(() => root.evaluate(({ style, dataset }) => [style.colorScheme, dataset['motion']]))
      .toEqual(['dark', 'reduced']);
    await expect.poll(() => page.getByRole('spinbutton', { name: 'Runs at a time' }).inputValue()).toBe('2');
    await expect.poll(() => page.getByRole('spinbutton', { name: 'Threads of a new experiment' }).inputValue()).toBe('1');
  });

  test('the shortcuts open from here', async () => {
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByRole('dialog').waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing serious in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.getByText('No copies yet.').waitFor();
    await page.getByText('For the processor').waitFor();
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByRole('button', { name: /^Restore library-/ }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });
});

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBrokenSet, type BrokenSet } from '../support/broken-set.ts';
import { seriousFaults } from '../support/axe.ts';
import { describeInBrowser } from '../support/browser.ts';
import { makeFolder, removeFolder } from '../support/sample-library.ts';
import { startServedProgram, type ServedProgram } from '../support/served-program.ts';

/** Data sets in the page, by pointer and keyboard, against the real program: host, trainer process, library. */

const MARKUP = '<img src=x onerror="document.title=1">';
/** What axe finds serious on the page, in light and dark. */
async function seriousViolations(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await seriousFaults(page)).map((fault) => `${colorScheme} ${fault}`));
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  return found;
}

describeInBrowser('data sets', (browser) => {
  const folder = makeFolder();
  let program: ServedProgram;
  let broken: BrokenSet;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    broken = await makeBrokenSet(join(folder, 'recordings', 'emotions'));
    mkdirSync(join(folder, 'recordings', 'other'));
    program = await startServedProgram(join(folder, 'library.sqlite'));
    page = await browser().newPage({ viewport: { width: 1280, height: 720 } });
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
    await page.goto(program.link);
    await page.getByRole('link', { name: 'Data sets' }).click();
  });
  afterAll(async () => {
    await page.close();
    await program.end('SIGTERM');
    removeFolder(folder);
    expect(faults).toEqual([]);
  });

  const text = (words: string | RegExp) => page.getByText(words);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });

  test('the sample set is there with its counts, and an empty list says what to do', async () => {
    await row('av-digits').getByText('720 train').waitFor();
    await row('av-digits').getByText('Whole').waitFor();
    await text('No data of your own yet').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('a folder is chosen from the list of the host, by keyboard', async () => {
    await page.getByRole('link', { name: 'Add a data set' }).first().click();
    await button('Choose…').press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Folder', { exact: true }).fill(join(folder, 'recordings'));
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'emotions' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'emotions' }).press('Enter');
    await dialog.getByText('AudioWAV').waitFor();
    await dialog.getByRole('button', { name: 'Use this folder' }).press('Enter');
    await text('4 problems in 3 samples').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).first().inputValue()).toBe('emotions');
  });

  test('a sample is seen and heard', async () => {
    const sample = page.getByRole('article', { name: 'Sample high_kim_1' });
    await sample.getByRole('img', { name: /Spectrogram, 257 frequencies by 188 moments/ }).waitFor();
    expect(await sample.getByRole('img', { name: /^Frame / }).count()).toBe(3);
    const frame = sample.locator('canvas').last();
    const pixel = await frame.evaluate((canvas: HTMLCanvasElement) => [
      canvas.width,
      ...(canvas.getContext('2d')?.getImageData(100, 100, 1, 1).data ?? []),
    ]);
    expect(pixel[0]).toBe(224);
    expect(Math.abs((pixel[1] ?? 0) - 210)).toBeLessThan(4);
    await button('Play high_kim_1').click();
    const player = sample.locator('audio');
    await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.currentTime > 0 || audio.ended)).toBe(true);
    expect(await player.evaluate((audio: HTMLAudioElement) => audio.duration.toFixed(2))).toBe('0.69');
    await page.getByRole('listbox', { name: 'Samples' }).press('ArrowDown');
    await page
      .getByRole('article', { name: `Sample ${broken.truncated}` })
      .getByText('is cut off')
      .waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('what is wrong stands with file and line, and beside its field', async () => {
    await page.getByRole('tab', { name: /Problems/ }).click();
    await page.getByText('train.csv, line 2', { exact: true }).waitFor();
    await page.getByLabel('Filter problems').fill('picture');
    expect(await page.getByText(/^train\.csv, line \d+$/).allTextContents()).toEqual(['train.csv, line 10']);
    await page.getByLabel('Filter problems').fill('');
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByLabel('Window, samples').fill('500');
    await page.getByRole('region', { name: 'Sound' }).getByText('Must be a power of two.').waitFor();
    expect(await button('Save data set').isDisabled()).toBe(true);
    await page.getByLabel('Window, samples').fill('256');
    await text('audio 129 × 188 × 1').waitFor();
    await page.getByLabel('Training list').fill('nothing.csv');
    await text(/The list .*nothing\.csv does not exist/)
      .first()
      .waitFor();
    await page.getByLabel('Training list').fill('train.csv');
    await text('4 problems in 3 samples').waitFor();
  });

  test('the broken samples are left out, a share is held back, and the set is saved under a name that is markup', async () => {
    await button('Leave out all 3 broken samples').click();
    await text('Can be trained on').waitFor();
    await page.getByLabel('Validation', { exact: true }).selectOption({ label: 'A share of the training list' });
    await text('Everything is whole').waitFor();
    await page.getByRole('tab', { name: /Classes/ }).click();
    await page.getByRole('row', { name: /^low/ }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByLabel('Name', { exact: true }).first().fill(MARKUP);
    await page.getByRole('heading', { name: MARKUP }).waitFor();
    await expect.poll(() => button('Save data set').isEnabled()).toBe(true);
    await page.keyboard.press('Control+s');
    await button('Saved').waitFor();
    expect(await page.title()).toBe(`${MARKUP} · RedReg Studio`);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });

  test('it stands in the list, is duplicated, deleted, and had again', async () => {
    await page.getByRole('link', { name: 'Data sets' }).click();
    await row(MARKUP).getByText('Whole').waitFor();
    await row(MARKUP)
      .getByRole('button', { name: `Actions for ${MARKUP}` })
      .press('Enter');
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await page.getByRole('heading', { name: `${MARKUP} copy` }).waitFor();
    await button('More').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Data sets', exact: true }).waitFor();
    expect(await page.getByRole('row').count()).toBe(3);
    await page.keyboard.press('Control+z');
    await row(`${MARKUP} copy`).waitFor();
    expect(await page.getByRole('row').count()).toBe(4);
  });

  test('features are prepared with what is left, and a set that is not saved is not lost', async () => {
    await row(`${MARKUP} copy`).getByRole('link').click();
    await button('More').click();
    await page.getByRole('menuitem', { name: 'Prepare features now' }).click();
    await text(/are prepared: its next run starts at once/).waitFor();
    await page.getByLabel('Hop, samples').fill('200');
    await text(/audio 129 × 331 × 1/).waitFor();
    await page.getByRole('link', { name: 'Data sets' }).click();
    await button('Back to it').click();
    expect(await page.getByLabel('Hop, samples').inputValue()).toBe('200');
    await button('Save changes').click();
    await button('Saved').waitFor();
  });
});

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBrokenSet, type BrokenSet } from '../support/broken-set.ts';
import { seriousFaults } from '../support/axe.ts';
import { describeInBrowser } from '../support/browser.ts';
import { makeFolder, removeFolder } from '../support/sample-library.ts';
import { layoutTrees } from '../support/layout-trees/index.ts';
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
  const cache = process.env['REDREG_CACHE'];
  const faults: string[] = [];

  beforeAll(async () => {
    broken = await makeBrokenSet(join(folder, 'recordings', 'emotions'));
    mkdirSync(join(folder, 'recordings', 'other'));
    // What this test prepares and removes is its own.
    process.env['REDREG_CACHE'] = join(folder, 'cache');
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
    if (cache === undefined) delete process.env['REDREG_CACHE'];
    else process.env['REDREG_CACHE'] = cache;
    removeFolder(folder);
    expect(faults).toEqual([]);
  });

  const text = (words: string | RegExp) => page.getByText(words);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
  const mkdirIn = (name: string): string => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  };
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });

  test('the sample set is there with its counts, and an empty list says what to do', async () => {
    await row('av-digits').getByText('720 train').waitFor();
    await row('av-digits').getByText('Whole').waitFor();
    await text('No data of your own yet').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('what each layout looks for is told first, and of a folder in none of them what is missing for each', async () => {
    await page.getByRole('link', { name: 'Add a data set' }).first().click();
    await page
      .getByRole('listitem', { name: /^CREMA-D, as downloaded/ })
      .getByText('What is looked for')
      .click();
    await text('VideoFlash/1001_DFA_ANG_XX.flv').waitFor();
    await page.getByLabel('Folder', { exact: true }).fill(join(folder, 'recordings', 'other'));
    await button('Look into the folder').click();
    await text('This folder is in no layout that is known.').waitFor();
    await page
      .getByRole('listitem', { name: /^CREMA-D, prepared/ })
      .getByText('Not found: AudioWAV, Image-NN-FPS')
      .waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Data sets' }).click();
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
    await expect.poll(() => page.getByLabel('Name', { exact: true }).first().inputValue()).toBe('emotions');
    const layout = page.getByRole('group', { name: 'Layout' });
    await layout.getByText(/^CREMA-D, prepared/).waitFor();
    await layout.getByText('Found out: all that it looks for is there.').waitFor();
  });

  test('a sample is seen and heard', async () => {
    const sample = page.getByRole('article', { name: 'Sample high_kim_1' });
    await sample.getByRole('img', { name: /Spectrogram, 257 frequencies by 188 moments/ }).waitFor();
    await expect.poll(() => sample.getByRole('img', { name: /^Frame / }).count()).toBe(3);
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
    await expect.poll(() => page.getByText(/^train\.csv, line \d+$/).allTextContents()).toEqual(['train.csv, line 10']);
    await page.getByLabel('Filter problems').fill('');
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByLabel('Window, samples').fill('500');
    await page.getByRole('region', { name: 'Sound' }).getByText('Must be a power of two.').waitFor();
    await expect.poll(() => button('Save data set').isDisabled()).toBe(true);
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
    await page.getByRole('tab', { name: 'Card' }).click();
    await page.getByRole('row', { name: /^low/ }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByLabel('Name', { exact: true }).first().fill(MARKUP);
    await page.getByRole('heading', { name: MARKUP }).waitFor();
    await expect.poll(() => button('Save data set').isEnabled()).toBe(true);
    await page.keyboard.press('Control+s');
    await button('Saved').waitFor();
    await expect.poll(() => page.title()).toBe(`${MARKUP} · RedReg Studio`);
    await expect.poll(() => page.locator('img[src="x"]').count()).toBe(0);
  });

  test('the card has lengths, speakers, what is left out, licence and citation, and the room that prepared features take', async () => {
    await page.getByRole('tab', { name: 'Card' }).click();
    const card = page.getByRole('tabpanel');
    await card.getByText('left out by the definition').waitFor();
    await page.getByLabel('Lengths of audio').getByText('52', { exact: true }).waitFor();
    await card.getByText('In training and in test').waitFor();
    await card.getByText('https://opendatacommons.org/licenses/odbl/1-0/').waitFor();
    await button('Copy the citation').click();
    await text('Copied the citation').waitFor();
    await card.getByText(/52 samples are still to be prepared/).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await card.getByRole('button', { name: 'Prepare features' }).click();
    await card.getByText('All samples are prepared').waitFor();
    await card.getByRole('button', { name: 'Remove prepared features' }).click();
    await text(/^Removed .* of prepared features/).waitFor();
    await card.getByText(/52 samples are still to be prepared/).waitFor();
  });

  test('splits by chance and by speaker stand side by side, with the speakers who are in both', async () => {
    await page.getByRole('tab', { name: 'Splits' }).click();
    const row = (table: string, split: string | RegExp) =>
      page.getByRole('table', { name: table }).getByRole('row', { name: split });
    // A share of the samples is held back at the left, of the speakers at the right.
    await row('As it is: speakers', /^Validation ([1-3]) \1$/).waitFor();
    await row('Compared with: speakers', 'Validation 1 0').waitFor();
    await row('Compared with: speakers', 'Train 2').waitFor();
    await row('Compared with: speakers', 'Test 3 2').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('region', { name: 'Compared with' }).getByLabel('Or a share of the speakers').fill('0.6');
    await row('Compared with: speakers', 'Validation 2 0').waitFor();
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
    await expect.poll(() => page.getByRole('row').count()).toBe(3);
    await page.keyboard.press('Control+z');
    await row(`${MARKUP} copy`).waitFor();
    await expect.poll(() => page.getByRole('row').count()).toBe(4);
  });

  test('a set of sequences shows each as a heat map, whose values the arrow keys go through', async () => {
    const { path } = await layoutTrees.mosi(mkdirIn('sentiment'));
    await page.getByRole('link', { name: 'Add a data set' }).first().click();
    await page.getByLabel('Folder', { exact: true }).fill(path);
    await button('Look into the folder').click();
    await page
      .getByRole('group', { name: 'Layout' })
      .getByText(/^CMU-MOSI/)
      .waitFor();
    const sequence = page.getByRole('region', { name: 'Sequence: text' });
    await sequence.getByRole('img', { name: /^text: \d+ steps of \d+ features, \d+ of them filled/ }).waitFor();
    const map = sequence.getByRole('group', { name: /^text, values/ });
    await map.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await map.press(key);
    await expect.poll(() => sequence.getByRole('status').textContent()).toMatch(/^\s*step 1 “\w+”, feature 1:\s+−?[\d.-]+/);
    await expect.poll(() => page.getByRole('region', { name: /^Sequence/ }).count()).toBe(3);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Splits' }).click();
    await text('The splits of this layout are those of its files.').waitFor();
    await button('Change layout…').press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Not found: AudioWAV, Image-NN-FPS').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: /^Use this layout: CREMA-D, prepared/ }).press('Enter');
    await text('Chosen although these were not found: AudioWAV, Image-NN-FPS.').waitFor();
    await expect.poll(() => page.getByLabel('Name', { exact: true }).first().inputValue()).toBe('sentiment');
    await page.getByRole('link', { name: 'Data sets' }).click();
    await row(`${MARKUP} copy`).waitFor();
  });

  test('features are prepared with what is left, and a set that is not saved is not lost', async () => {
    await row(`${MARKUP} copy`).getByRole('link').click();
    await button('More').click();
    await page.getByRole('menuitem', { name: 'Prepare features now' }).click();
    await text(/are prepared: its next run starts at once/).waitFor();
    await page.getByLabel('Hop, samples').fill('200');
    await text(/audio 129 × 331 × 1/).waitFor();
    await page.getByRole('link', { name: 'Data sets' }).click();
    await page
      .getByRole('listitem')
      .filter({ hasText: `${MARKUP} copy` })
      .getByRole('button', { name: 'Back to it' })
      .click();
    await expect.poll(() => page.getByLabel('Hop, samples').inputValue()).toBe('200');
    await button('Save changes').click();
    await button('Saved').waitFor();
  });

  test('samples that only decoding finds at fault stand among the problems, and are left out with a click', async () => {
    const picture = join(broken.folder, 'Image-03-FPS', 'low_lee_2', '00001.jpg');
    writeFileSync(picture, readFileSync(picture).subarray(0, -60));
    await text('Everything is whole').waitFor();
    await button('More').click();
    await page.getByRole('menuitem', { name: 'Prepare features now' }).click();
    await page.getByText('data.image-corrupt', { exact: true }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await button('Leave out the broken sample').click();
    await page.getByText('data.image-corrupt', { exact: true }).waitFor({ state: 'detached' });
    await button('Save changes').click();
    await button('Saved').waitFor();
    await button('More').click();
    await page.getByRole('menuitem', { name: 'Prepare features now' }).click();
    await text(/are prepared: its next run starts at once/).waitFor();
  });
});

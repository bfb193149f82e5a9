import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServed, type Served } from '../../src/main/served/start-served.ts';
import { openLibrary } from '../../src/main/store/library.ts';
import { seriousFaults } from '../support/axe.ts';
import { describeInBrowser } from '../support/browser.ts';
import { built } from '../support/built.ts';
import { standIn, standInConfig } from '../support/queue-studio.ts';
import { temporaryFolder } from '../support/small-set.ts';
import { placeIn } from '../support/sample-library.ts';

const SOON = { timeout: 20_000 };

/** The queue's page over a host with a stand-in trainer: what a person does with pointer and keyboard. */
describeInBrowser('the queue page', (browser) => {
  let folder: string;
  let remove: () => void;
  let served: Served;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeEach(() => ({ folder, remove } = temporaryFolder()));
  afterEach(async () => {
    await context.close();
    await served.close();
    remove();
  });

  /** A held queue of runs, by what is to become of them; each is named after it. */
  async function open(...presets: string[]): Promise<void> {
    const library = openLibrary(placeIn(folder).file);
    for (const [i, preset] of presets.entries()) {
      const run = library.createRun({ config: standInConfig(folder, preset), name: `${preset} ${i + 1}` });
      library.enqueue(run, 'end');
    }
    library.setSetting('queue/held', true);
    library.close();
    served = await startServed({
      ...{ library: placeIn(folder), page: built('renderer'), version: '0' },
      abilities: { spawnTrainer: standIn },
      onFault: (fault) => complaints.push(String(fault)),
    });
    context = await browser().newContext({ viewport: { width: 1280, height: 720 } });
    page = await context.newPage();
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(served.link());
    await page.evaluate(() => (window.location.hash = '#/queue'));
    await page.getByRole('heading', { name: 'Queue' }).waitFor();
  }

  const release = (): Promise<void> => page.getByText('Hold', { exact: true }).click();
  const namesIn = (title: string): Promise<string[]> =>
    page.getByRole('region', { name: title, exact: true }).locator('.name').allInnerTexts();
  const expectNames = (title: string, names: readonly string[]): Promise<void> =>
    expect.poll(() => namesIn(title), SOON).toEqual(names);

  test('the order is changed by keyboard and by pointer, and the runs begin in it', async () => {
    await open('waits', 'works', 'works');
    await expectNames('Waiting', ['waits 1', 'works 2', 'works 3']);
    const handle = (name: string) => page.getByRole('button', { name: `Move ${name}` });
    await handle('works 3').focus();
    for (const key of ['Enter', 'ArrowUp', 'ArrowUp', 'Enter']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(100);
    }
    await expectNames('Waiting', ['works 3', 'waits 1', 'works 2']);

    const [from, to] = [await handle('works 2').boundingBox(), await handle('works 3').boundingBox()];
    await page.mouse.move((from?.x ?? 0) + 5, (from?.y ?? 0) + 8);
    await page.mouse.down();
    await page.mouse.move((to?.x ?? 0) + 5, (to?.y ?? 0) + 4, { steps: 12 });
    await page.waitForTimeout(300);
    await page.mouse.up();
    await expectNames('Waiting', ['works 2', 'works 3', 'waits 1']);
    await page.reload();
    await expectNames('Waiting', ['works 2', 'works 3', 'waits 1']);

    await release();
    await expectNames('Running', ['waits 1']);
    await expectNames('Waiting', []);
    expect(complaints).toEqual([]);
  });

  test('pause and resume, stop and keep, abort after a question, failure with its reason and retry', async () => {
    await open('waits', 'dies', 'waits');
    await release();
    await page.getByText(/step \d+ of 100/).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await expectNames('Running', ['waits 3']);
    await expectNames('Resting', ['waits 1', 'dies 2']);
    await page.getByText('the model fell over').first().waitFor({ state: 'attached' });

    await page.getByRole('button', { name: 'Abort' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expectNames('Running', ['waits 3']);
    await page.getByRole('button', { name: 'Abort' }).click();
    await page.getByRole('button', { name: 'Abort the run' }).click();
    await expectNames('Running', []);

    await page.getByRole('button', { name: 'Retry' }).click();
    await expect.poll(() => namesIn('Resting'), SOON).toEqual(['waits 1', 'dies 2']);
    await page.getByRole('button', { name: 'Remove dies 2 from this list' }).click();
    await expectNames('Resting', ['waits 1']);
    await page.getByRole('button', { name: 'Resume' }).click();
    await expectNames('Running', ['waits 1']);
    await page.getByText(/step \d+ of 100/).waitFor();
    await page.getByRole('button', { name: 'Stop and keep' }).click();
    await page.getByText('The queue is empty').waitFor();
    expect(complaints).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing serious in %s', async (colorScheme) => {
    await open('dies', 'waits', 'works', 'works');
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await release();
    await page.getByText(/step \d+ of 100/).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });
});

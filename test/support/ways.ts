import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { makeBrokenSet } from './broken-set.ts';
import type { Hands } from './hands.ts';
import type { Visit } from './visit.ts';

const LONG = { timeout: 120_000 };

const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });
/** The queue's link says how many runs are in it. */
const rail = (page: Page, name: string): Locator =>
  page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .first();

/** Empty library → sample comparison → live curves → compare → gradient projections → export. */
export async function sampleWay({ page }: Visit, hands: Hands): Promise<void> {
  await hands.press(button(page, 'Run the sample comparison'));
  await expect.poll(() => page.url(), LONG).toContain('#/compare?runs=');
  expect(new URLSearchParams(page.url().split('?')[1]).get('runs')?.split(',')).toHaveLength(4);

  // Live curves: what stands on a chart grows while one looks.
  const shown = page.getByText(/[\d,]+ of [\d,]+ points/);
  await shown.first().waitFor(LONG);
  const points = async (): Promise<number> => {
    const texts = await shown.allTextContents();
    return Math.max(0, ...texts.map((text) => Number(/of ([\d,]+) points/.exec(text)?.[1]?.replaceAll(',', '') ?? 0)));
  };
  const first = await points();
  await expect.poll(points, LONG).toBeGreaterThan(first + 5);

  await hands.press(page.getByRole('tab', { name: 'Figures' }));
  await page.getByRole('tabpanel', { name: 'Figures' }).waitFor();

  await hands.press(page.getByRole('tab', { name: 'Gradients' }));
  const step = page.getByRole('slider', { name: 'Step shown' });
  await step.waitFor(LONG);
  // The step that is shown is read after the list of steps: a person exports what there is to see.
  await page.getByRole('region', { name: 'Plane' }).getByRole('img').first().waitFor(LONG);

  for (const [item, ending, isSo] of [
    ['PNG picture', '.png', (bytes: Buffer) => bytes.subarray(1, 4).toString() === 'PNG'],
    ['SVG picture', '.svg', (bytes: Buffer) => /^<svg.*total gradient/s.test(bytes.toString())],
    ['CSV table', '.csv', (bytes: Buffer) => bytes.toString().split('\n').length > 2],
  ] as const) {
    await hands.press(page.getByRole('button', { name: /^Export/ }).first());
    const coming = page.waitForEvent('download');
    await hands.press(page.getByRole('menuitem', { name: item }));
    const file = await coming;
    expect(file.suggestedFilename()).toContain(ending);
    expect(isSo(readFileSync(await file.path())), item).toBe(true);
  }

  // The rest of the comparison is not waited for.
  await hands.press(rail(page, 'Queue'));
  await hands.press(page.getByRole('switch', { name: 'Hold' }));
  await hands.press(button(page, 'Abort').first());
  await hands.press(button(page, 'Abort the run'));
  await expect.poll(() => button(page, 'Abort').count(), LONG).toBe(0);
}

/** Wizard over a folder with three broken files → preview → train → pause → reload → resume → stop and keep → clone → delete → undo. */
export async function wizardWay({ page, folder }: Visit, hands: Hands): Promise<void> {
  const set = await makeBrokenSet(join(folder, 'set'), { takes: 8 });
  await hands.press(rail(page, 'Data sets'));
  await hands.press(page.getByRole('link', { name: 'Add a data set' }).first());
  await hands.fill(page.getByRole('textbox', { name: 'Folder' }), set.folder);
  // Leaving the field looks already; the button is for those who wait for it.
  await page
    .getByRole('tab', { name: /^Problems/ })
    .or(button(page, 'Look into the folder'))
    .first()
    .waitFor();
  if (await button(page, 'Look into the folder').isVisible()) await hands.press(button(page, 'Look into the folder'));

  const problems = page.getByRole('tab', { name: /^Problems/ });
  await hands.press(problems);
  for (const stem of [set.truncated, set.noPicture, set.missing]) await page.getByText(stem).first().waitFor();
  await hands.press(button(page, /^Leave out all 3 broken samples/));
  const broken = page.getByRole('tabpanel', { name: 'problems' }).getByRole('img', { name: 'Error' });
  await expect.poll(() => broken.count(), LONG).toBe(0);

  await hands.press(page.getByRole('tab', { name: 'Samples' }));
  await page.getByRole('article', { name: /^Sample / }).waitFor();
  await page.getByRole('img', { name: /^Spectrogram, / }).waitFor();
  await hands.press(page.getByRole('button', { name: /^Play / }));

  await hands.press(button(page, 'Save data set'));
  await hands.press(page.getByRole('main').getByRole('link', { name: 'New experiment' }));
  await hands.press(page.getByRole('checkbox', { name: /^OGM-GE/ }));
  await hands.press(page.getByRole('radio', { name: 'Quick' }));
  await hands.fill(page.getByRole('spinbutton', { name: 'Epochs' }), '400');
  await hands.fill(page.getByRole('textbox', { name: 'Names of the runs' }), 'whole way, seed {seed}');
  await expect.poll(() => button(page, 'Start').isEnabled(), LONG).toBe(true);
  await hands.press(button(page, 'Start'));
  await page.getByRole('heading', { name: 'whole way, seed 0' }).waitFor(LONG);

  const progress = page.getByRole('progressbar', { name: /^Progress of/ }).first();
  await expect.poll(async () => Number(await progress.getAttribute('aria-valuenow')), LONG).toBeGreaterThan(0);
  await hands.press(button(page, 'Pause'));
  await button(page, 'Resume').waitFor(LONG);
  await page.reload();
  await hands.press(button(page, 'Resume'));
  await button(page, 'Stop and keep').waitFor(LONG);
  await expect.poll(async () => Number(await progress.getAttribute('aria-valuenow')), LONG).toBeGreaterThan(0);
  await hands.press(button(page, 'Stop and keep'));
  await button(page, 'Resume').waitFor(LONG);

  await hands.press(page.getByRole('link', { name: 'Clone' }));
  await page.getByRole('heading', { name: 'New experiment' }).waitFor();
  await expect.poll(() => page.getByRole('checkbox', { name: /^OGM-GE/ }).isChecked()).toBe(true);
  expect(await page.getByRole('spinbutton', { name: 'Epochs' }).inputValue()).toBe('400');
  await hands.fill(page.getByRole('spinbutton', { name: 'Epochs' }), '1');
  await hands.fill(page.getByRole('textbox', { name: 'Names of the runs' }), 'a clone');
  await expect.poll(() => button(page, 'Start').isEnabled(), LONG).toBe(true);
  await hands.press(button(page, 'Start'));
  await page.getByRole('heading', { name: 'a clone' }).waitFor(LONG);
  await page.getByText('finished', { exact: false }).first().waitFor(LONG);

  await hands.press(page.getByRole('button', { name: 'More about a clone' }));
  await hands.press(page.getByRole('menuitem', { name: 'Move to the trash' }));
  await expect.poll(() => page.url()).toContain('#/runs');
  await expect.poll(() => page.getByRole('gridcell', { name: 'a clone' }).count()).toBe(0);
  await hands.press(button(page, 'Undo'));
  await expect.poll(() => page.getByText('a clone', { exact: true }).count()).toBeGreaterThan(0);
}

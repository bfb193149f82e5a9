import type { Page } from 'playwright-core';
import { greatest, median, type Figure } from './figures.ts';

const REPEATS = 5;

/** The table of 10,000 runs with 60 columns: from Start to its first rows, sorted, searched, filtered and scrolled. */
export async function measureTable(page: Page): Promise<Figure[]> {
  const opens: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    await page.evaluate(() => (location.hash = '#/'));
    await page.waitForFunction(() => document.querySelector('[role=grid]') === null);
    await page.waitForTimeout(300);
    opens.push(
      await page.evaluate(() =>
        window.bench.until(
          () => (location.hash = '#/runs'),
          () => document.querySelectorAll('[role=grid] [data-line] a').length > 10,
        ),
      ),
    );
  }
  const sorts = await each(page, REPEATS, sortOnce);
  const searches = await each(page, REPEATS, searchOnce);
  const filters = await each(page, REPEATS, filterOnce);
  return [
    { what: 'table opens, first time', found: opens[0] ?? NaN, bar: 300, unit: 'ms' },
    { what: 'table opens, median of later times', found: median(opens.slice(1)), bar: 300, unit: 'ms' },
    { what: 'sorted by another column', found: median(sorts), bar: 100, unit: 'ms' },
    { what: 'searched (after the 120 ms rest in typing)', found: median(searches), bar: 100, unit: 'ms' },
    { what: 'filtered by a column', found: median(filters), bar: 100, unit: 'ms' },
    ...(await scroll(page)),
  ];
}

async function each(page: Page, times: number, once: (page: Page, i: number) => Promise<number>): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < times; i++) {
    found.push(await once(page, i));
    await page.waitForTimeout(150);
  }
  return found;
}

/** A click on a header, until the rows are others. */
const sortOnce = (page: Page, i: number): Promise<number> =>
  page.evaluate((column) => {
    const first = (): string => document.querySelector('[role=grid] [data-line="0"] a')?.getAttribute('href') ?? '';
    const isBusy = (): boolean => document.querySelector('[role=grid]')?.getAttribute('aria-busy') === 'true';
    const before = first();
    const head = document.querySelectorAll('[role=grid] [role=columnheader]')[column];
    const target = head?.querySelector<HTMLElement>('button') ?? (head as HTMLElement);
    return window.bench.until(
      () => target.click(),
      () => first() !== before && !isBusy(),
    );
  }, i + 2);

/** The same wait as the search field's, so that what is measured is what comes after it. */
const searchOnce = (page: Page, i: number): Promise<number> =>
  page.evaluate(
    async (text) => {
      const field = document.querySelector<HTMLInputElement>('input[aria-label="Search runs"]');
      if (field === null) throw new Error('there is no search field');
      const count = (): string => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? '';
      const before = count();
      const ms = await window.bench.until(
        () => {
          field.value = text;
          field.dispatchEvent(new Event('input', { bubbles: true }));
        },
        () => count() !== before,
      );
      return ms - 120;
    },
    ['attempt', 'ogm', 'attempt 5', 'redreg', ''][i % 5] ?? '',
  );

/** A filter, as another page of the same program would set it: through the settings, which all pages follow. */
async function filterOnce(page: Page, i: number): Promise<number> {
  const method = ['redreg', 'ogm', 'joint', 'inforeg', 'ogm-ge'][i % 5] ?? '';
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const value = dialog.getByRole('textbox').first();
  await value.fill(method);
  const ms = await page.evaluate(() => {
    const count = (): string => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? '';
    const first = (): string => document.querySelector('[role=grid] [data-line="0"] a')?.getAttribute('href') ?? '';
    const before = count() + first();
    const form = document.querySelector<HTMLFormElement>('[role=dialog] form');
    const buttons = [...document.querySelectorAll<HTMLElement>('[role=dialog] button')];
    return window.bench.until(
      () => (form === null ? buttons.at(-1)?.click() : form.requestSubmit()),
      () => count() + first() !== before,
    );
  });
  await page.keyboard.press('Control+z');
  await page.waitForTimeout(200);
  return ms;
}

/** Five seconds of scrolling, 300 pixels a frame, and then sideways. */
async function scroll(page: Page): Promise<Figure[]> {
  const { tasks, blank } = await page.evaluate(async () => {
    const grid = document.querySelector<HTMLElement>('[role=grid]');
    if (grid === null) throw new Error('there is no table');
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    window.bench.longTasks();
    let blank = 0;
    for (let i = 0; i < 300; i++) {
      if (i < 240) grid.scrollTop += 300;
      else grid.scrollLeft += i % 60 < 30 ? 60 : -60;
      await frame();
      if (document.querySelector('[role=grid] [data-line] a') === null) blank++;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { tasks: window.bench.longTasks().map(({ ms }) => ms), blank };
  });
  return [
    { what: 'longest task while scrolling (0: none over 50 ms)', found: greatest(tasks), bar: 50, unit: 'ms' },
    { what: 'frames of 300 without any row', found: blank, bar: 60, unit: '' },
  ];
}

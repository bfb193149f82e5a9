import type { Page } from 'playwright-core';
import { greatest, timeFigure, type Figure } from './figures.ts';
import type { Timed, WorkMeter } from './work.ts';

const REPEATS = 5;

/** The table of 10,000 runs with 60 columns: from Start to its first rows, sorted, searched, filtered and scrolled. */
export async function measureTable(page: Page, meter: WorkMeter): Promise<Figure[]> {
  const opens = await each(page, meter, openOnce);
  const sorts = await each(page, meter, sortOnce);
  const searches = await each(page, meter, searchOnce);
  const filters = await each(page, meter, filterOnce);
  return [
    timeFigure('table opens, first time', opens.slice(0, 1), 300),
    timeFigure('table opens, later', opens.slice(1), 300),
    timeFigure('sorted by another column', sorts, 100),
    timeFigure('searched, after the rest in typing', searches, 100),
    timeFigure('filtered by a column', filters, 100),
    ...(await scroll(page)),
  ];
}

async function each(page: Page, meter: WorkMeter, once: Once): Promise<Timed[]> {
  const found: Timed[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const work = await once(page, i);
    found.push(await meter.time(work));
    await page.waitForTimeout(300);
  }
  return found;
}

/** Gets ready, and gives what is to be timed. */
type Once = (page: Page, i: number) => Promise<() => Promise<number>>;

const openOnce: Once = async (page) => {
  await page.evaluate(() => (location.hash = '#/'));
  await page.waitForFunction(() => document.querySelector('[role=grid]') === null);
  await page.waitForTimeout(300);
  return () =>
    page.evaluate(() =>
      window.bench.until(
        () => (location.hash = '#/runs'),
        () => document.querySelectorAll('[role=grid] [data-line] a').length > 10,
      ),
    );
};

/** A click on a header, until the rows are others. */
const sortOnce: Once = (page, i) =>
  Promise.resolve(() =>
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
    }, i + 2),
  );

/** The same wait as the search field's, so that what is measured is what comes after it. */
const searchOnce: Once = (page, i) =>
  Promise.resolve(() =>
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
    ),
  );

/** The dialog is filled in; what is timed is its button. The one before is taken back first. */
const filterOnce: Once = async (page, i) => {
  if (i > 0) await page.keyboard.press('Control+z');
  await page.waitForTimeout(300);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('textbox')
    .first()
    .fill(['redreg', 'ogm', 'joint', 'inforeg', 'ogm-ge'][i % 5] ?? '');
  return () =>
    page.evaluate(() => {
      const shown = (): string => {
        const grid = document.querySelector('[role=grid]');
        return `${grid?.getAttribute('aria-rowcount') ?? ''} ${grid?.querySelector('[data-line="0"] a')?.getAttribute('href') ?? ''}`;
      };
      const before = shown();
      const form = document.querySelector<HTMLFormElement>('[role=dialog] form');
      return window.bench.until(
        () => form?.requestSubmit(),
        () => shown() !== before,
      );
    });
};

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

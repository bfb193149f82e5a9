import type { Page } from 'playwright-core';
import { timeFigure, type Figure } from './figures.ts';
import type { Timed, WorkMeter } from './work.ts';

const REPEATS = 5;
const MOVES = 100;

/** The page that compares runs: 20 curves of 100,000 points painted, zoomed, and pointed at. */
export async function measureCharts(page: Page, meter: WorkMeter, runs: readonly string[], points: number): Promise<Figure[]> {
  const paints: Timed[] = [];
  for (let i = 0; i < 3; i++) {
    await page.evaluate(() => (location.hash = '#/settings'));
    await page.waitForTimeout(500);
    paints.push(await meter.time(() => paint(page, runs, points)));
  }
  await page.waitForTimeout(500);
  const zooms: Timed[] = [];
  for (let i = 0; i < REPEATS; i++) {
    zooms.push(await meter.time(() => zoomOnce(page)));
    await page.waitForTimeout(300);
  }
  const workMs = await hover(page, meter);
  return [
    timeFigure('20 curves of 100,000 points painted, first time', paints.slice(0, 1), 500),
    timeFigure('20 curves of 100,000 points painted, later', paints.slice(1), 500),
    timeFigure('zoom: new points asked for and painted', zooms, 100),
    { what: 'a move of the pointer over them (processor time)', found: workMs, workMs, bar: 16, unit: 'ms' },
  ];
}

/** From the click that leads there until the chart says how many points it shows. */
const paint = (page: Page, runs: readonly string[], points: number): Promise<number> =>
  page.evaluate(
    ({ hash, total }) =>
      window.bench.until(
        () => (location.hash = hash),
        () =>
          [...document.querySelectorAll('section .count')].some((note) =>
            (note.textContent ?? '').includes(`of ${total} points`),
          ),
      ),
    { hash: `#/compare?runs=${runs.join(',')}`, total: (runs.length * points).toLocaleString('en') },
  );

/** A step in by the keyboard, until the chart shows other points. */
const zoomOnce = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const chart = document.querySelector<HTMLElement>('section [role=slider]');
    if (chart === null) throw new Error('there is no chart');
    const note = (): string => chart.closest('section')?.querySelector('.count')?.textContent ?? '';
    const before = note();
    return window.bench.until(
      () => chart.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true, cancelable: true })),
      () => note() !== before,
    );
  });

/** The work that one move of the pointer over a chart makes: script, layout and paint. */
async function hover(page: Page, meter: WorkMeter): Promise<number> {
  const box = await page.locator('section [role=slider]').first().boundingBox();
  if (box === null) throw new Error('the chart cannot be seen');
  const at = (i: number) =>
    [box.x + 60 + ((box.width - 80) * i) / MOVES, box.y + box.height * (0.3 + 0.3 * Math.sin(i / 5))] as const;
  await page.mouse.move(...at(0));
  await page.waitForTimeout(300);
  const before = await meter.spentMs();
  for (let i = 1; i <= MOVES; i++) {
    await page.mouse.move(...at(i));
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  return ((await meter.spentMs()) - before) / MOVES;
}

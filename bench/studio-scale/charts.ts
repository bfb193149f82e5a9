import type { CDPSession, Page } from 'playwright-core';
import { median, type Figure } from './figures.ts';

const REPEATS = 5;

/** The page that compares runs: 20 curves of 100,000 points painted, zoomed, and pointed at. */
export async function measureCharts(page: Page, runs: readonly string[], points: number): Promise<Figure[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const paints: number[] = [];
  for (let i = 0; i < 3; i++) {
    await page.evaluate(() => (location.hash = '#/settings'));
    await page.waitForTimeout(500);
    paints.push(await paint(page, runs, points));
  }
  await page.waitForTimeout(500);
  const zooms: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    zooms.push(await zoomOnce(page));
    await page.waitForTimeout(300);
  }
  return [
    { what: '20 curves of 100,000 points painted, first time', found: paints[0] ?? NaN, bar: 500, unit: 'ms' },
    { what: '20 curves of 100,000 points painted, later', found: median(paints.slice(1)), bar: 500, unit: 'ms' },
    { what: 'zoom: new points asked for and painted', found: median(zooms), bar: 100, unit: 'ms' },
    { what: 'work of the page for one move of the pointer', found: await hover(page, session), bar: 16, unit: 'ms' },
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

const MOVES = 100;

/** The whole work of the page's main thread while the pointer moves over a chart, script, layout and paint, for each move. */
async function hover(page: Page, session: CDPSession): Promise<number> {
  const box = await page.locator('section [role=slider]').first().boundingBox();
  if (box === null) throw new Error('the chart cannot be seen');
  const at = (i: number) =>
    [box.x + 60 + ((box.width - 80) * i) / MOVES, box.y + box.height * (0.3 + 0.3 * Math.sin(i / 5))] as const;
  await page.mouse.move(...at(0));
  await page.waitForTimeout(300);
  const before = await taskSeconds(session);
  for (let i = 1; i <= MOVES; i++) {
    await page.mouse.move(...at(i));
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  return ((await taskSeconds(session)) - before) * (1000 / MOVES);
}

async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
}

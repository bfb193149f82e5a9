import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { Figure } from './figures.ts';

/** Memory of the page after all that was done: its script, and its whole process where the system tells that. */
export async function measureMemory(browser: Browser, page: Page): Promise<Figure[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN;
  const found: Figure[] = [{ what: "the page's script, after collecting garbage", found: heap / 1e6, bar: 400, unit: 'MB' }];
  const whole = await processBytes(browser);
  return whole === null
    ? found
    : [...found, { what: "the page's whole process (its share of memory)", found: whole / 1e6, bar: 400, unit: 'MB' }];
}

/** The largest page process; null where /proc does not tell. */
async function processBytes(browser: Browser): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => shareOf(id));
  const known = sizes.filter((size) => size !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Memory shared with other processes counts in parts. */
function shareOf(pid: number): number | null {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

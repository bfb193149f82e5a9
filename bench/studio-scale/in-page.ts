import type { Page } from 'playwright-core';

/** A task of the page that was longer than 50 ms. */
export interface LongTask {
  readonly startMs: number;
  readonly ms: number;
}

/** What runs in the page: functions for the bench, put there before the program. */
export interface InPage {
  /** Milliseconds from `start` until `isDone` holds and that has been painted. */
  until(start: () => void, isDone: () => boolean): Promise<number>;
  /** Long tasks since the last time this was asked. */
  longTasks(): LongTask[];
}
declare global {
  interface Window {
    bench: InPage;
  }
}

/** Must be called before the page is opened. */
export async function prepare(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tasks: { startMs: number; ms: number }[] = [];
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) tasks.push({ startMs: startTime, ms: duration });
    }).observe({ entryTypes: ['longtask'] });
    // Two frames after a change it is on the screen.
    const painted = (): Promise<number> =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now()))));
    window.bench = {
      async until(start, isDone) {
        const begin = performance.now();
        start();
        while (!isDone()) {
          if (performance.now() - begin > 30_000) throw new Error('waited 30 s in vain');
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
        return (await painted()) - begin;
      },
      longTasks: () => tasks.splice(0),
    };
  });
}

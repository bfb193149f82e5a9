import { loadavg } from 'node:os';
import { launchBrowser } from '../test/support/browser.ts';
import { visit } from '../test/support/visit.ts';

/**
 * How soon a click is answered while a run is trained on the same machine: from the press of the button until the frame that shows
 * the page that was asked for, in a real Chromium beside the built program. Build first (`npm run build`).
 *
 *     node bench/click.bench.ts [ROUNDS]
 */
const rounds = Number(process.argv[2] ?? 8);
const BAR = 100;
const PAGES = ['Runs', 'Queue', 'Data sets', 'Settings', 'Start'] as const;

const browser = await launchBrowser();
const guest = await visit(browser);
const { page } = guest;

/** Clicks a link of the rail; milliseconds until the first frame after the heading has changed. */
async function answer(name: string): Promise<number> {
  const link = page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .first();
  await page.evaluate(() => {
    const told = window as unknown as { answered?: Promise<number> };
    const before = document.querySelector('main h1')?.textContent;
    told.answered = new Promise((resolve) => {
      window.addEventListener(
        'pointerdown',
        ({ timeStamp }) => {
          const look = (): void => {
            const now = document.querySelector('main h1')?.textContent;
            // After the frame in which it is there has been drawn.
            if (now === before || now === undefined) requestAnimationFrame(look);
            else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
          };
          requestAnimationFrame(look);
        },
        { once: true, capture: true },
      );
    });
  });
  await link.click();
  return page.evaluate(() => (window as unknown as { answered: Promise<number> }).answered);
}

try {
  await page.getByRole('button', { name: 'Run the sample comparison' }).click();
  await page
    .getByText(/[\d,]+ of [\d,]+ points/)
    .first()
    .waitFor({ timeout: 120_000 });
  // The first time fetches each page's file.
  for (const name of PAGES) await answer(name);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) for (const name of PAGES) times.push(await answer(name));
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.ceil(share * times.length) - 1] ?? NaN).toFixed(0);
  console.log(
    `${String(times.length)} clicks while a run is trained: median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, all within ${at(1)} ms`,
  );
  console.log(`bar ${String(BAR)} ms: ${Number(at(0.95)) <= BAR ? 'kept' : 'missed'} by 95 %`);
  console.log(`load of the machine over the last minute: ${loadavg()[0]?.toFixed(1) ?? '?'}`);
} finally {
  await guest.end();
  await browser.close();
}

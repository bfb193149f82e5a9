import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openLibrary } from '../../src/main/store/library.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { startServedProgram } from '../../test/support/served-program.ts';
import { measureCharts } from './charts.ts';
import { show, type Figure } from './figures.ts';
import { prepare } from './in-page.ts';
import { FULL, makeLibrary } from './make-library.ts';
import { measureMemory } from './memory.ts';
import { measureTable } from './table.ts';
import { WorkMeter } from './work.ts';

/**
 * The built program over a large library, in a real Chromium: 10,000 runs with 60 curves each and 20 runs of 100,000 points. Every figure is
 * what a person sees: from the click until the answer is on the screen; beside it stands the processor time, which a busy machine does not change
 * much. Build first (`npm run build`).
 *
 *     node bench/studio-scale/studio-scale.bench.ts [LIBRARY]
 *
 * LIBRARY: a file in which the generated library is kept for the next time (280 MB; making it takes about a minute).
 */
const [kept] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'redreg-scale-'));
const file = join(folder, 'library.sqlite');

if (kept !== undefined && existsSync(kept)) copyFileSync(resolve(kept), file);
else {
  makeLibrary(file);
  if (kept !== undefined) copyFileSync(file, resolve(kept));
}
const library = openLibrary(file, { readOnly: true });
const longRuns = library.listRuns({ limit: FULL.longRuns }).map(({ id }) => id);
library.close();

const program = await startServedProgram(file);
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.on('pageerror', (error) => console.error(error));
  await prepare(page);
  const upAt = Date.now();
  await page.goto(program.link);
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const first = await page.evaluate(
    () => performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN),
  );
  await page.waitForFunction(() => document.querySelector('h1') !== null);
  const figures: Figure[] = [{ what: 'program painted after the host is up', found: first - upAt, bar: 2000, unit: 'ms' }];
  // A person needs about as long for the first click; meanwhile the host reads ahead.
  await page.waitForTimeout(4000);
  const meter = await WorkMeter.of(page, program.pid);
  figures.push(...(await measureTable(page, meter)));
  figures.push(...(await measureCharts(page, meter, longRuns, FULL.points)));
  figures.push(...(await measureMemory(browser, page)));
  show(figures);
  console.log(`load of the machine over the last minute: ${loadavg()[0]?.toFixed(1) ?? '?'}`);
} finally {
  await browser.close();
  await program.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}

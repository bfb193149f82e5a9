import type axeCore from 'axe-core';
import type { Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Looks again this often, as colours that change reach every element only after some frames. */
const LOOKS = 5;
const PAUSE_MS = 300;

/** What axe finds serious or critical on a page, as `<rule>: <element>: <why>`. Toasts come and go on their own time and are left out. */
export async function seriousFaults(page: Page, inside = 'body'): Promise<string[]> {
  await page.evaluate(source);
  let faults: string[] = [];
  for (let look = 0; look < LOOKS; look++) {
    faults = await page.evaluate(async (root) => {
      const { axe } = window as unknown as { axe: typeof axeCore };
      const { violations } = await axe.run(
        { include: [root], exclude: ['[data-sonner-toaster]'] },
        { resultTypes: ['violations'] },
      );
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
        );
    }, inside);
    if (faults.length === 0) break;
    await page.waitForTimeout(PAUSE_MS);
  }
  return faults;
}

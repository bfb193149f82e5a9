import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { findChromium, missingChromium } from './chromium.ts';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchBrowser(): Promise<Browser> {
  const { executable, environment } = findChromium();
  return chromium.launch({ executablePath: executable, args: ARGUMENTS, env: { ...process.env, ...environment } });
}

const missing = missingChromium();
/** In CI a missing browser is a failure: nothing there may pass unseen. */
const maySkip = missing !== null && process.env['CI'] !== 'true';

/** A group of tests with one browser for all. Where none can be had the group is skipped and says so. */
export function describeInBrowser(name: string, body: (browser: () => Browser) => void): void {
  if (maySkip) console.warn(`skipped: ${name} (${missing})`);
  describe.skipIf(maySkip)(name, () => {
    let launched: Browser | undefined;
    beforeAll(async () => {
      launched = await launchBrowser();
    });
    afterAll(() => launched?.close());
    body(() => {
      if (launched === undefined) throw new Error('the browser is only there inside tests');
      return launched;
    });
  });
}

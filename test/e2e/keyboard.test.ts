import { afterEach, beforeEach, test } from 'vitest';
import { describeInBrowser } from '../support/browser.ts';
import { keyboard } from '../support/hands.ts';
import { visit, type Visit } from '../support/visit.ts';
import { sampleWay, wizardWay } from '../support/ways.ts';

const LONG = 400_000;

/** The same ways as in ways.test.ts, without a mouse: every step is reached by Tab and arrows. */
describeInBrowser('the whole way by keyboard alone', (browser) => {
  let guest: Visit;
  beforeEach(async () => {
    guest = await visit(browser());
  });
  afterEach(() => guest.end());

  test('the sample comparison', { timeout: LONG }, () => sampleWay(guest, keyboard(guest.page)));
  test('the wizard, a run, its clone', { timeout: LONG }, () => wizardWay(guest, keyboard(guest.page)));
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.ts';
import { mouse } from '../support/hands.ts';
import { visit, type Visit } from '../support/visit.ts';
import { sampleWay, wizardWay } from '../support/ways.ts';

const LONG = 400_000;

/** What a person does from an empty library on, in a browser, with everything real: host, database, trainer, TensorFlow. */
describeInBrowser('a person’s whole way', (browser) => {
  let guest: Visit;
  beforeEach(async () => {
    guest = await visit(browser());
  });
  afterEach(() => guest.end());

  test('from an empty library over the sample comparison to exported gradient projections', { timeout: LONG }, async () => {
    await sampleWay(guest, mouse);
    expect(guest.strayed).toEqual([]);
    expect(guest.complaints).toEqual([]);
  });

  test('from a folder with three broken files to a clone that was deleted and brought back', { timeout: LONG }, async () => {
    await wizardWay(guest, mouse);
    expect(guest.strayed).toEqual([]);
    expect(guest.complaints).toEqual([]);
  });
});

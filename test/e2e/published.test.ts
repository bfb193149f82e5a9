import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { CREMA_D_CLASSES } from '../../src/core/data/classes.ts';
import { RunConfig } from '../../src/core/train/config.ts';
import { openLibrary, type Library } from '../../src/main/store/library.ts';
import { seriousFaults } from '../support/axe.ts';
import { describeInBrowser } from '../support/browser.ts';
import { addFinished, COMPARISON, makeFolder, placeIn, removeFolder } from '../support/sample-library.ts';
import { startServedProgram, type ServedProgram } from '../support/served-program.ts';

/** Joint training and InfoReg on CREMA-D, RedReg on the sample set of digits, which lies in the same form. */
describeInBrowser('published results', (browser) => {
  let folder: string;
  let program: ServedProgram;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  let state: Awaited<ReturnType<BrowserContext['storageState']>> | undefined;
  const runs: Record<string, string> = {};

  function add(library: Library, method: string, classes: readonly string[]): void {
    const run = COMPARISON.find((one) => one.method === method);
    if (run === undefined) throw new Error(method);
    const id = (runs[method] = addFinished(library, run));
    library.setEnvironment(id, {
      ...{ device: 'cpu', deviceName: 'cpu', threads: 1, versions: {}, fingerprint: 'f', classes: [...classes], parameters: 1 },
      ...{ stepsPerEpoch: 3, scoring: 'slices', samples: { train: 12, validation: 0, test: 4 } },
    });
  }

  beforeAll(async () => {
    folder = makeFolder();
    const { file } = placeIn(folder);
    const library = openLibrary(file);
    add(library, 'joint', CREMA_D_CLASSES);
    add(library, 'inforeg', CREMA_D_CLASSES);
    add(library, 'redreg', ['0', '1', '2']);
    runs['mosi'] = library.createRun({
      config: RunConfig.parse({ method: 'ogm-ge', data: { layout: 'mosi', name: 'sentiment', root: folder } }),
    });
    library.close();
    program = await startServedProgram(file);
  }, 120_000);
  afterAll(async () => {
    await program.end('SIGKILL');
    removeFolder(folder);
  });
  beforeEach(async () => {
    context = await browser().newContext({
      viewport: { width: 1280, height: 900 },
      acceptDownloads: true,
      reducedMotion: 'reduce',
      ...(state ? { storageState: state } : {}),
    });
    page = await context.newPage();
    complaints = [];
    page.on('console', (message) => void (message.type() === 'error' ? complaints.push(message.text()) : undefined));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(state ? `http://127.0.0.1:${String(program.port)}/` : program.link);
    state = await context.storageState();
  });
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  const compare = async (...methods: readonly string[]): Promise<void> => {
    const hash = `#/compare?runs=${methods.map((method) => runs[method]).join()}&tab=metrics`;
    await page.evaluate((to) => (window.location.hash = to), hash);
    await page.getByRole('region', { name: 'Published', exact: true }).waitFor();
  };
  const card = () => page.getByRole('region', { name: 'Published', exact: true });
  const beside = () => page.getByRole('region', { name: 'Runs beside published results' });

  test('stand beside the runs as quoted, each with its table, and change nothing of the runs’ own figures', async () => {
    await compare('joint', 'inforeg', 'redreg');
    const own = page.getByRole('region', { name: 'Figures side by side' });
    await own.getByText('87.1 %').waitFor();
    const before = await own.innerHTML();
    const warning = await card().getByRole('note').innerText();
    expect(warning).toContain('from 51.7 to 67.5 %');
    expect(warning).toContain('RedReg: no published number is known');

    await card().getByRole('button', { name: 'Add published results' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Find published results' }).fill('InfoReg');
    const table = dialog.getByRole('group', { name: 'InfoReg paper (CVPR 2025), Table 2' });
    await table.getByRole('checkbox', { name: 'InfoReg, 71.9 %' }).check();
    await table.getByRole('checkbox', { name: 'Joint training, 66.61 %' }).check();
    expect(await seriousFaults(page, '[role=dialog]')).toEqual([]);
    await dialog.getByRole('button', { name: 'Add 2' }).click();

    const row = beside().getByRole('row', { name: /^quoted InfoReg\b.*quoted from InfoReg paper \(CVPR 2025\), Table 2/ });
    await row.waitFor();
    await expect.poll(() => row.getByRole('cell').allInnerTexts()).toEqual([...['71.9 %', '60.03 %', '49.65 %', '–']]);
    await expect.poll(() => row.getByLabel('quoted', { exact: true }).count()).toBe(1);
    const joint = beside().getByRole('row', { name: /^joint-av-digits/ });
    await expect.poll(() => joint.getByRole('cell').first().innerText()).toBe('87.1 %');
    await expect.poll(() => joint.getByLabel('quoted', { exact: true }).count()).toBe(0);
    await expect.poll(() => card().innerText()).toMatch(/Not beside them: .*redreg/i);
    // Best marks, differences and everything else of the runs are as they were.
    expect(await own.innerHTML()).toBe(before);

    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await seriousFaults(page, 'main')).toEqual([]);
    }
  });

  test('are kept, saved with their mark, and taken away', async () => {
    await compare('joint', 'inforeg');
    const quoted = beside().getByRole('row', { name: /quoted from/ });
    await quoted.first().waitFor();
    await expect.poll(() => quoted.count()).toBe(2);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      card().getByRole('button', { name: 'Save runs and quoted results as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('published-crema-d.csv');
    const lines = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\r\n')
      .slice(1);
    expect(lines.map((line) => line.split(',')[0])).toEqual(['measured', 'measured', 'quoted', 'quoted']);
    while ((await quoted.count()) > 0)
      await card()
        .getByRole('button', { name: /^Take .* away$/ })
        .first()
        .click();
    await beside().waitFor({ state: 'detached' });
    await card().getByRole('button', { name: 'Add published results' }).click();
    await page.getByRole('button', { name: /^Add the \d+ of the methods compared$/ }).click();
    await expect.poll(() => quoted.count()).toBeGreaterThan(10);
  });

  test('and official runs: the form and the card of a method tell what comes from the data set', async () => {
    await page.evaluate((to) => (window.location.hash = to), `#/experiment/new?clone=${runs['mosi'] ?? ''}`);
    const links = page.getByRole('article', { name: 'Links of OGM-GE' });
    await links.getByText(/^On CMU-MOSI: training\.learningRate = 0\.0001, .* The OPM paper’s rate/).waitFor();
    await links.getByRole('button', { name: 'What OGM-GE does' }).click();
    await page
      .getByRole('dialog')
      .getByText(/^On VGGSound: links\.gradient-scaling\.alpha = 0\.1\./)
      .waitFor();
    expect(await seriousFaults(page, '[role=dialog]')).toEqual([]);
  });

  test('are not offered beside data that only lies in CREMA-D’s form', async () => {
    await compare('redreg');
    await card().getByText('No published results are known for the data of these runs.').waitFor();
    await expect.poll(() => card().getByRole('button').count()).toBe(0);
  });
});

import type { BrowserContext, Locator, Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { RunConfig } from '../../src/core/train/config.ts';
import { openLibrary, type Library } from '../../src/main/store/library.ts';
import { describeInBrowser } from '../support/browser.ts';
import { makeFolder, placeIn, removeFolder } from '../support/sample-library.ts';
import { startServedProgram, type ServedProgram } from '../support/served-program.ts';

const POINTS = 20_000;
const METHODS = ['joint', 'ogm-ge', 'redreg'] as const;

/** Three finished runs of one comparison; the last has values that are not finite. */
function addRuns(library: Library): string[] {
  return METHODS.map((method, at) => {
    const config = RunConfig.parse({ method, data: { layout: 'crema-d', name: 'av-digits', root: 'digits' } });
    const id = library.createRun({ config });
    library.startRun(id);
    const steps = Array.from({ length: POINTS }, (_, i) => i + 1);
    const values = steps.map((step) => at + 1 + Math.sin(step / 50) / 10 + 100 / (step + 100));
    if (at === 2) [values[500], values[9000], values[15_000]] = [NaN, Infinity, -Infinity];
    const r = { steps: steps.slice(0, 200), values: steps.slice(0, 200).map((step) => Math.sin(step / 9)) };
    library.appendPoints(id, {
      'loss/fused': { steps, values },
      'loss/audio': { steps, values: values.map((value) => 2 * value) },
      ...(method === 'redreg'
        ? {
            'redundancy-monitor/r/audio': r,
            'redundancy-monitor/threshold': { steps: r.steps, values: r.steps.map(() => 0.15) },
            'redundancy-monitor/decision/audio': { steps: r.steps, values: r.values.map((value) => Number(value > 0.15)) },
          }
        : {}),
    });
    library.setMetrics(id, {
      which: 'last',
      epoch: 3,
      split: 'test',
      metrics: {
        n: 4,
        loss: 1 - at / 10,
        accuracy: 0.5 + at / 10,
        macroF1: 0.5,
        map: NaN,
        modalityAccuracy: { audio: 0.5, video: 0.25 },
        perClassAccuracy: [0.5, 1],
        modalityPerClassAccuracy: {},
        confusion: [
          [1, 1],
          [0, 2],
        ],
      },
    });
    library.setPredictions(id, {
      which: 'last',
      split: 'test',
      epoch: 3,
      names: ['one', 'two', 'three', 'four'],
      labels: [0, 0, 1, 1],
      predicted: { fused: [0, 1, 1, 1], audio: [1, 1, 0, 0] },
    });
    library.finishRun(id, 'finished', { seconds: 10 });
    return id;
  });
}

describeInBrowser('charts and comparisons', (browser) => {
  let folder: string;
  let program: ServedProgram;
  let runs: readonly string[];
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  let link: string;

  beforeAll(async () => {
    folder = makeFolder();
    const { file } = placeIn(folder);
    const library = openLibrary(file);
    runs = addRuns(library);
    library.close();
    program = await startServedProgram(file);
    context = await browser().newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
    const first = await context.newPage();
    await first.goto(program.link);
    link = new URL(first.url()).origin;
    await first.close();
  });
  afterAll(async () => {
    await context.close();
    await program.end('SIGKILL');
    removeFolder(folder);
  });
  beforeEach(async () => {
    page = await context.newPage();
    complaints = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterEach(() => page.close());

  const compare = async (tab = ''): Promise<void> => {
    await page.goto(`${link}/#/compare?runs=${runs.join(',')}${tab === '' ? '' : `&tab=${tab}`}`);
  };
  const card = (title: string): Locator => page.getByRole('region', { name: title, exact: true });
  const chart = (title: string): Locator => card(title).getByRole('slider');
  const count = (title: string): Locator => card(title).getByText(/of [\d,]+ points/);
  const drawn = (title: string): Promise<void> => count(title).waitFor();

  /** Where a share of the plot's width and height stands. */
  async function pointIn(title: string, across: number, down: number): Promise<{ x: number; y: number }> {
    const box = await chart(title).boundingBox();
    if (box === null) throw new Error(`${title} is not shown`);
    return { x: box.x + 60 + (box.width - 80) * across, y: box.y + 10 + (box.height - 50) * down };
  }

  test('a chart says how many of its points it shows; a dragged box asks for those within; a double click shows all again', async () => {
    await compare();
    await drawn('loss/fused');
    const all = await count('loss/fused').innerText();
    expect(all).toMatch(/^3 not finite · [\d,]+ of 60,000 points$/);

    const [from, to] = [await pointIn('loss/fused', 0.4, 0.5), await pointIn('loss/fused', 0.5, 0.52)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => count('loss/fused').innerText()).not.toContain('60,000');
    const [, total = ''] = /of ([\d,]+) points/.exec(await count('loss/fused').innerText()) ?? [];
    // A tenth of the width, with a little on both sides.
    expect(Number(total.replaceAll(',', ''))).toBeGreaterThan(5000);
    expect(Number(total.replaceAll(',', ''))).toBeLessThan(8000);

    await page.mouse.dblclick(to.x, to.y);
    await expect.poll(() => count('loss/fused').innerText()).toBe(all);
    expect(complaints).toEqual([]);
  });

  test('the legend hides a run in all charts, and shows one alone', async () => {
    await compare();
    await drawn('loss/fused');
    const entry = (title: string, name: string): Locator => card(title).getByRole('list').getByRole('button', { name });
    await entry('loss/fused', 'joint').click();
    await expect.poll(() => count('loss/audio').innerText()).toContain('of 40,000 points');
    expect(await entry('loss/audio', 'joint').getAttribute('aria-pressed')).toBe('false');

    await entry('loss/fused', 'ogm-ge').dblclick();
    await expect.poll(() => count('loss/fused').innerText()).toContain('of 20,000 points');
    expect(await entry('loss/fused', 'redreg').getAttribute('aria-pressed')).toBe('false');
    await entry('loss/fused', 'ogm-ge').dblclick();
    await expect.poll(() => count('loss/fused').innerText()).toContain('of 60,000 points');
  });

  test('the pointer’s step is shown in every chart, with each run’s name and value beside the pointer', async () => {
    await compare();
    await drawn('loss/fused');
    await drawn('loss/audio');
    const at = await pointIn('loss/fused', 0.5, 0.5);
    await page.mouse.move(at.x, at.y);
    await page.getByText('Smoothed').waitFor();
    const rows = await page.locator('.tooltip tbody tr').allInnerTexts();
    expect(rows.map((row) => row.split(/\s/)[0]).sort()).toEqual(['joint', 'ogm-ge', 'redreg']);

    const step = /^step (\d+):/.exec((await chart('loss/fused').getAttribute('aria-valuetext')) ?? '')?.[1];
    expect(Number(step)).toBeGreaterThan(9000);
    expect(await chart('loss/audio').getAttribute('aria-valuetext')).toMatch(
      new RegExp(`^step ${step}: joint [\\d.]+, ogm-ge [\\d.]+, redreg`),
    );
    await page.mouse.move(0, 0);
    await expect.poll(() => chart('loss/audio').getAttribute('aria-valuetext')).toBe('no step');
  });

  test('NaN and infinity are marks: hollow and filled triangles, in the exported picture too', async () => {
    await compare();
    await drawn('loss/fused');
    await card('loss/fused').getByRole('button', { name: 'Export loss/fused' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'SVG picture' }).click(),
    ]);
    const svg = readFileSync(await download.path(), 'utf8');
    const marks = svg.match(/<polygon[^>]*>/g) ?? [];
    expect(marks.filter((mark) => mark.includes('fill="none"'))).toHaveLength(1);
    expect(marks.filter((mark) => !mark.includes('fill="none"'))).toHaveLength(2);
    expect(svg).toContain('of 60,000 points');
    expect(svg.length).toBeLessThan(200_000);
  });

  test('all of it by keyboard: a step, a zoom, and back', async () => {
    await compare();
    await drawn('loss/fused');
    await chart('loss/fused').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => chart('loss/audio').getAttribute('aria-valuetext')).toMatch(/^step 199\d\d:/);
    await page.keyboard.press('+');
    await expect.poll(() => count('loss/fused').innerText()).not.toContain('60,000');
    await page.keyboard.press('0');
    await expect.poll(() => count('loss/fused').innerText()).toContain('60,000');
  });

  test('figures stand beside the baseline’s, with differences; settings that differ stand side by side', async () => {
    await compare('metrics');
    const row = page.getByRole('row', { name: /^Accuracy, fused/ });
    await row.waitFor();
    expect((await row.innerText()).split(/\s*[\t\n]\s*/)).toEqual([
      'Accuracy, fused',
      '50.0 %',
      '60.0 %',
      '+10.0 pp, +20.0 %',
      '70.0 %',
      '+20.0 pp, +40.0 %',
    ]);
    await page.getByRole('button', { name: /^Make redreg.* the baseline$/ }).click({ force: true });
    await expect.poll(() => row.innerText()).toContain('−20.0 pp, −28.6 %');

    await page.getByRole('tab', { name: 'Configuration' }).click();
    const method = page.getByRole('row', { name: /^method/ });
    await method.waitFor();
    expect((await method.innerText()).split(/\s*\t\s*/)).toEqual(['method', 'redreg', 'joint', 'ogm-ge']);
    expect(await page.getByRole('row', { name: /^training.batch/ }).count()).toBe(0);
    await page.getByText('Only what differs').click();
    await page.getByRole('row', { name: /^training.batch/ }).waitFor();

    // What was looked at comes back: the baseline is kept.
    await page.reload();
    await page.getByRole('button', { name: /^redreg.* is the baseline/ }).waitFor();
  });

  test('a cell of a confusion matrix leads to its samples, by the fused output and by a modality', async () => {
    await page.goto(`${link}/#/runs/${runs[2]}/accuracy`);
    await page.getByRole('button', { name: '1 of 0 taken for 1' }).click();
    await page.getByRole('button', { name: 'two', exact: true }).waitFor();
    expect(await page.getByRole('region', { name: 'Samples behind the cell' }).getByRole('listitem').count()).toBe(1);
    await page.getByRole('radio', { name: 'audio' }).check({ force: true });
    await page.getByRole('button', { name: '2 of 1 taken for 0' }).click();
    await page.getByRole('button', { name: 'three', exact: true }).waitFor();
    await page.getByRole('button', { name: 'four', exact: true }).waitFor();
  });

  test('the monitor has a strip for each thing that a method decides, on one time axis', async () => {
    await page.goto(`${link}/#/runs/${runs[2]}/monitor`);
    const monitor = page.getByRole('region', { name: /^Monitor of/ });
    await monitor
      .getByRole('region', { name: /^r, redreg/ })
      .getByRole('slider')
      .waitFor();
    // sin(step / 9) is above 0.15 at 102 of 200 steps
    await monitor.getByText('audio 51 %').waitFor();
    await page.goto(`${link}/#/runs/${runs[0]}/monitor`);
    await page.getByText('Nothing to monitor').waitFor();
  });
});

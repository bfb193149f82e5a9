import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { diagnosticsPreset } from '../../src/core/diagnostics/settings.ts';
import type { GeometryRecord } from '../../src/core/geometry/record.ts';
import { RunConfig } from '../../src/core/train/config.ts';
import { disposeBatch, toDevice } from '../../src/core/train/device-batch.ts';
import { Training } from '../../src/core/train/training.ts';
import { openLibrary, type Library } from '../../src/main/store/library.ts';
import { openRuntime } from '../../src/main/trainer/runtime/open.ts';
import { describeInBrowser } from '../support/browser.ts';
import { BATCH } from '../support/made-up-set.ts';
import { makeFolder, placeIn, removeFolder } from '../support/sample-library.ts';
import { SEQUENCES, sequenceRequest, sequenceSet } from '../support/sequence-set.ts';
import { startServedProgram, type ServedProgram } from '../support/served-program.ts';

const IDS = SEQUENCES.map(({ id }) => id);
const EPOCHS = 2;

/** A run of RedReg on text, audio and vision, really trained, with all that its links say and the geometry of every step. */
async function addTrained(library: Library): Promise<string> {
  await openRuntime('cpu', { threads: 1 });
  const geometry: GeometryRecord[] = [];
  const request = sequenceRequest({ method: 'redreg', training: { epochs: EPOCHS } });
  const training = new Training({
    ...request,
    diagnostics: { ...diagnosticsPreset('off'), geometryEvery: 1 },
    onGeometry: (measured) => void geometry.push(...measured),
  });
  const config = RunConfig.parse({ method: 'redreg', data: { layout: 'crema-d', name: 'sequences', root: '/' } });
  const run = library.createRun({ config, name: 'three' });
  library.startRun(run);
  const set = sequenceSet();
  const points: Record<string, { steps: number[]; values: number[] }> = {};
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    let step = 0;
    for await (const host of set.batches(set.train, { seed: 0, epoch, batch: BATCH, training: true })) {
      const batch = toDevice(host);
      for (const [name, value] of Object.entries(training.step(batch, epoch, step))) {
        const series = (points[name] ??= { steps: [], values: [] });
        series.steps.push(training.state.globalStep);
        series.values.push(value);
      }
      step++;
      disposeBatch(batch);
    }
    training.endEpoch(epoch);
  }
  training.dispose();
  library.appendPoints(run, points);
  library.addGeometry(run, geometry);
  library.setEnvironment(run, {
    ...{ device: 'cpu', deviceName: 'cpu', threads: 1, versions: {}, fingerprint: 'f', classes: set.classes, parameters: 1 },
    ...{ stepsPerEpoch: 3, scoring: 'heads', samples: { train: 10, validation: 4, test: 7 } },
  });
  const modalityAccuracy = { text: 0.75, audio: 0.5, vision: 0.25 };
  const figures = {
    n: 4,
    loss: 1,
    accuracy: 0.75,
    macroF1: 0.5,
    map: 0.5,
    perClassAccuracy: [0.5, 1],
    modalityPerClassAccuracy: {},
  };
  const confusion = [
    [1, 1],
    [0, 2],
  ];
  library.setMetrics(run, { which: 'last', epoch: EPOCHS, split: 'test', metrics: { ...figures, modalityAccuracy, confusion } });
  library.finishRun(run, 'finished', { seconds: 1 });
  return run;
}

describeInBrowser('a run of three modalities', (browser) => {
  let folder: string;
  let program: ServedProgram;
  let context: BrowserContext;
  let page: Page;
  let run: string;
  let link: string;
  let complaints: string[];

  beforeAll(async () => {
    folder = makeFolder();
    const { file } = placeIn(folder);
    const library = openLibrary(file);
    run = await addTrained(library);
    library.close();
    program = await startServedProgram(file);
    context = await browser().newContext({ viewport: { width: 1280, height: 720 } });
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
    page.on('console', (message) => void (message.type() === 'error' ? complaints.push(message.text()) : undefined));
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterEach(async () => {
    expect(complaints).toEqual([]);
    await page.close();
  });

  /** How far anything on the page reaches beyond its right edge. */
  const beyond = (): Promise<number> =>
    page.evaluate(() => {
      const { clientWidth } = document.documentElement;
      const edges = [...document.querySelectorAll('main *')].map((element) => element.getBoundingClientRect().right);
      return Math.max(document.documentElement.scrollWidth, ...edges) - clientWidth;
    });

  test('the monitor has a lane for each modality in a colour of its own, and every strip is drawn', async () => {
    await page.goto(`${link}/#/runs/${run}/monitor`);
    const monitor = page.getByRole('region', { name: /^Monitor of/ });
    for (const strip of ['Score', 'r', 'β', 'Agreement']) {
      const card = monitor.getByRole('region', { name: new RegExp(`^${strip}, three`) });
      await card.scrollIntoViewIfNeeded();
      await card.getByRole('slider').waitFor();
    }
    const colours: string[] = [];
    for (const id of IDS) {
      const lane = monitor.getByText(new RegExp(`^\\s*${id}\\s+\\d+ %\\s*$`)).first();
      await lane.waitFor();
      colours.push(await lane.locator('i').evaluate((mark) => getComputedStyle(mark).backgroundColor));
    }
    const grey = await page.evaluate(() => {
      const mark = document.createElement('i');
      mark.style.color = 'var(--modality-other)';
      document.body.append(mark);
      const { color } = getComputedStyle(mark);
      mark.remove();
      return color;
    });
    expect(new Set([...colours, grey]).size).toBe(IDS.length + 1);
    await expect.poll(() => beyond()).toBeLessThanOrEqual(0);
  });

  test('plane, conflict and trajectory show each encoder, side by side', async () => {
    await page.goto(`${link}/#/runs/${run}/gradients`);
    for (const id of IDS) {
      await page.getByRole('img', { name: new RegExp(`^Cosine of joint and unimodal gradient of ${id} by step`) }).waitFor();
      await page.getByRole('img', { name: new RegExp(`^${id.charAt(0).toUpperCase()}${id.slice(1)} (is|gets) `) }).waitFor();
    }
    await expect.poll(() => beyond()).toBeLessThanOrEqual(0);
  });

  test('accuracy and comparison have a row for each modality', async () => {
    for (const place of [`runs/${run}/accuracy`, `compare?runs=${run}&tab=accuracy`]) {
      await page.goto(`${link}/#/${place}`);
      for (const figure of ['75.0 %', '50.0 %', '25.0 %']) await page.getByText(figure).first().waitFor();
      await expect.poll(() => beyond()).toBeLessThanOrEqual(0);
    }
  });

  test('the card of a method says what it does with three, and that this is an extension', async () => {
    await page.goto(`${link}/#/experiment/new`);
    await page.getByRole('button', { name: 'About RedReg' }).click();
    const card = page.getByRole('dialog');
    await card.getByRole('heading', { name: 'Three modalities or more: an extension' }).waitFor();
    await card.getByText('d = argmax_m p_m').waitFor();
    await card.getByText('three or more: an extension').waitFor();
  });
});

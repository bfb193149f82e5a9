import { readFileSync } from 'node:fs';
import type { BrowserContext, Download, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type GeometryRecord, normOf } from '../../src/core/geometry/record.ts';
import type { Library } from '../../src/main/store/library.ts';
import { openOwnLibrary, type OwnLibrary } from '../../src/main/studio/open-library.ts';
import { seriousFaults } from '../support/axe.ts';
import { describeInBrowser } from '../support/browser.ts';
import { addRunning, makeFolder, placeIn, removeFolder } from '../support/sample-library.ts';
import { startServedProgram, type ServedProgram } from '../support/served-program.ts';
import { GEOMETRY_STEPS_AN_EPOCH, trainedGeometry } from '../support/trained-geometry.ts';

const METHODS = ['redreg', 'ogm-ge', 'inforeg'] as const;
/** Measured steps of each run when the page opens; the last ones come while it is open. */
const FIRST = 9;
const LAST = 11;

const SOON = { timeout: 10_000 };

/** The library is written by this process, as by a command that trains; the program looks on. */
describeInBrowser('gradient projections', (browser) => {
  let folder: string;
  let own: OwnLibrary;
  let program: ServedProgram;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  let state: Awaited<ReturnType<BrowserContext['storageState']>> | undefined;
  const records: Record<string, GeometryRecord[]> = {};
  const runs: Record<string, string> = {};

  function addRun(library: Library, method: string): string {
    const run = addRunning(library, { method, seed: 0 });
    library.setEnvironment(run, {
      ...{
        device: 'cpu',
        deviceName: 'cpu',
        threads: 1,
        versions: {},
        fingerprint: 'f',
        classes: ['a', 'b', 'c'],
        parameters: 1,
      },
      ...{ stepsPerEpoch: GEOMETRY_STEPS_AN_EPOCH, scoring: 'heads', samples: { train: 12, validation: 0, test: 0 } },
    });
    return run;
  }

  beforeAll(async () => {
    folder = makeFolder();
    own = await openOwnLibrary(placeIn(folder));
    for (const method of METHODS) {
      records[method] = await trainedGeometry(method, 4);
      const run = (runs[method] = addRun(own.library, method));
      own.library.addGeometry(
        run,
        records[method].filter(({ step }) => step <= FIRST),
      );
    }
    runs['joint'] = addRun(own.library, 'joint');
    own.library.finishRun(runs['joint'], 'finished', { seconds: 1 });
    program = await startServedProgram(placeIn(folder).file);
  }, 120_000);
  afterAll(async () => {
    await program.end('SIGTERM');
    own.close();
    removeFolder(folder);
  });

  beforeEach(async () => {
    context = await browser().newContext({
      viewport: { width: 1280, height: 720 },
      acceptDownloads: true,
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

  const show = async (hash: string): Promise<void> => {
    await page.evaluate((to) => (window.location.hash = to), hash);
  };
  const compare = (): Promise<void> => show(`#/compare?runs=${METHODS.map((method) => runs[method]).join()}&tab=gradients`);
  const plane = () => page.getByRole('region', { name: 'Plane', exact: true });
  const slider = () => page.getByRole('slider', { name: 'Step shown' });
  const lengthsOf = async (method: string, modality: string): Promise<Record<string, string>> => {
    const rows = plane()
      .locator(`section[aria-label$=", ${modality}"]`)
      .nth(METHODS.indexOf(method as (typeof METHODS)[number]))
      .locator('tbody tr');
    const cells = (await rows.all()).map(async (row) => [
      await row.locator('th').innerText(),
      await row.locator('td').first().innerText(),
    ]);
    return Object.fromEntries((await Promise.all(cells)).map(([name, length]) => [name?.trim(), length?.trim()])) as Record<
      string,
      string
    >;
  };
  async function save(what: string, kind: string): Promise<Buffer> {
    await page.getByRole('button', { name: `Export ${what}` }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download') as Promise<Download>,
      page.getByRole('menuitem', { name: kind }).click(),
    ]);
    return readFileSync(await download.path());
  }

  test('shows three methods side by side at one step, which the arrow keys move', async () => {
    await compare();
    await slider().waitFor();
    expect(await slider().getAttribute('aria-valuetext')).toBe(`step ${String(FIRST)}, epoch 3`);
    await slider().focus();
    for (let i = 0; i < FIRST - 5; i++) await page.keyboard.press('ArrowLeft');
    expect(await slider().getAttribute('aria-valuetext')).toBe('step 5, epoch 2');
    const figure = (value: number): number => Number(value.toPrecision(3));
    for (const method of METHODS)
      for (const modality of ['audio', 'video']) {
        const record = records[method]?.find((one) => one.step === 5 && one.modality === modality) as GeometryRecord;
        await expect
          .poll(async () => Number((await lengthsOf(method, modality))['total']), SOON)
          .toBe(figure(normOf(record, 'total')));
        const lengths = await lengthsOf(method, modality);
        expect(Number(lengths['final'])).toBe(figure(normOf(record, 'final')));
        expect(Number(lengths['displacement'])).toBe(figure(normOf(record, 'displacement')));
      }
    await page.keyboard.press('End');
    expect(await slider().getAttribute('aria-valuetext')).toBe(`step ${String(FIRST)}, epoch 3`);
  });

  test('saves each panel as picture and table with its numbers', async () => {
    await compare();
    await page.getByRole('button', { name: 'Export trajectory' }).waitFor();
    await page.getByText('of the variance shown').first().waitFor();
    for (const [what, words] of [
      ['plane', ['total gradient', 'regulation term', 'scaled gradient', 'noise', 'pull-back']],
      ['conflict', ['layer4', 'held back by the method', 'epoch']],
      ['trajectory', ['1st component', 'audio, unimodal', 'first step']],
    ] as const) {
      const svg = (await save(what, 'SVG picture')).toString();
      expect(svg.length).toBeLessThan(200_000);
      for (const word of words) expect(svg).toContain(word);
      expect(svg).toContain('font-family="Inter');
      // Nothing of the page is needed, and nothing of elsewhere.
      expect(svg).not.toMatch(/var\(|light-dark|class=|href=|<script|<style|@import|NaN|undefined/);
      expect(svg).toContain('fill="#ffffff"');
      const png = await save(what, 'PNG picture');
      const [, width, height] = /^<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
    }
    const table = (await save('plane', 'CSV table'))
      .toString()
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    const at = (row: string[] | undefined, name: string): string => row?.[table[0]?.indexOf(name) ?? -1] ?? '';
    const record = records['redreg']?.find(({ step, modality }) => step === FIRST && modality === 'audio') as GeometryRecord;
    const row = table.find(
      (one) => at(one, 'run') === runs['redreg'] && at(one, 'modality') === 'audio' && at(one, 'vector') === 'total',
    );
    expect([at(row, 'step'), Number(at(row, 'length'))]).toEqual([String(FIRST), normOf(record, 'total')]);
    const svg = (await save('plane', 'SVG picture')).toString();
    expect(svg).toContain(`>${String(Number(normOf(record, 'total').toPrecision(3)))}<`);
    expect((await save('conflict', 'CSV table')).toString().trimEnd().split('\r\n')).toHaveLength(1 + 3 * 2 * FIRST);
    // A gradient that is zero (its modality was dropped) has no direction and is not there.
    const sketches = METHODS.flatMap((method) => records[method] ?? [])
      .filter(({ step }) => step <= FIRST)
      .flatMap((one) => [one.sketches.joint, one.sketches.unimodal])
      .filter((sketch) => sketch.some((value) => value !== 0));
    expect((await save('trajectory', 'CSV table')).toString().trimEnd().split('\r\n')).toHaveLength(1 + sketches.length);
  });

  test('saves nothing before the step shown has been read: no empty picture, no table of headers', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    // A host that is busy: the list of measured steps comes, what was measured at the step shown does not.
    await page.routeWebSocket(/./, (socket) => {
      const server = socket.connectToServer();
      const waits: Promise<void>[] = [];
      socket.onMessage((message) => {
        if (!String(message).includes('"geometry.at"')) return server.send(message);
        waits.push(held.then(() => server.send(message)));
      });
    });
    await page.reload();
    await compare();
    await slider().waitFor();
    await page.getByRole('button', { name: 'Export plane' }).click();
    const menu = page.getByRole('menu', { name: 'Export plane' });
    expect(await menu.getByRole('menuitem').allInnerTexts()).toEqual([
      'Nothing to save yet: the gradients of this step are being read.',
    ]);
    expect(await menu.getByRole('menuitem').getAttribute('aria-disabled')).toBe('true');
    expect(await seriousFaults(page, '[role=menu]')).toEqual([]);

    // What the person waits for comes into the open menu.
    release();
    const [download] = await Promise.all([
      page.waitForEvent('download') as Promise<Download>,
      menu.getByRole('menuitem', { name: 'CSV table' }).click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines.filter((line) => line.includes(`,${String(FIRST)},audio,`)).length).toBeGreaterThan(METHODS.length);
  });

  test('a pointer over the conflict shows its step everywhere, a click keeps it, and playing goes through all', async () => {
    await compare();
    const strip = page.getByRole('img', { name: /^Cosine of joint and unimodal gradient of audio/ }).first();
    await strip.scrollIntoViewIfNeeded();
    // Where the strip stands is looked up each time: what loads above it may move it.
    let hovered: string | null = null;
    await expect
      .poll(async () => {
        const box = await strip.boundingBox();
        if (box !== null) await page.mouse.move(box.x + box.width * 0.6, box.y + 50);
        hovered = await slider().getAttribute('aria-valuetext');
        return hovered;
      }, SOON)
      .toMatch(/^step [4-6],/);
    await page.mouse.down();
    await page.mouse.up();
    await page.mouse.move(5, 5);
    expect(await slider().getAttribute('aria-valuetext')).toBe(hovered);
    await page.getByRole('button', { name: 'Play all steps' }).click();
    await expect.poll(() => slider().getAttribute('aria-valuetext'), SOON).toBe(`step ${String(FIRST)}, epoch 3`);
    await page.getByRole('button', { name: 'Play all steps' }).waitFor();
  });

  test('has no serious fault for those who use a screen reader, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await compare();
      await page.getByText('of the variance shown').first().waitFor();
      expect(await seriousFaults(page, 'main')).toEqual([]);
    }
  });

  test('says what to switch on where nothing was measured', async () => {
    await show(`#/runs/${runs['joint'] ?? ''}/gradients`);
    await page.getByText('No gradients were measured').waitFor();
    expect(await page.getByText('diagnostics.geometryEvery').count()).toBe(1);
    await show(`#/compare?runs=${runs['redreg'] ?? ''},${runs['joint'] ?? ''}&tab=gradients`);
    await page.getByText('No step has been measured yet.').first().waitFor();
    await page.getByText('is not drawn: it has no gradient geometry').waitFor();
  });

  test('follows a run that is trained while the newest step is shown, and stays where it was put', async () => {
    await compare();
    await slider().waitFor();
    const grow = (step: number): void => {
      for (const method of METHODS)
        own.library.addGeometry(
          runs[method] ?? '',
          (records[method] ?? []).filter((record) => record.step === step),
        );
    };
    grow(FIRST + 1);
    await expect.poll(() => slider().getAttribute('aria-valuetext'), SOON).toBe(`step ${String(FIRST + 1)}, epoch 4`);
    await slider().focus();
    await page.keyboard.press('ArrowLeft');
    grow(LAST);
    await page.getByText(`of ${String(LAST)}`, { exact: true }).waitFor();
    expect(await slider().getAttribute('aria-valuetext')).toBe(`step ${String(FIRST)}, epoch 3`);
  });

  test('keeps drawings and an open menu while a run is read anew whose last steps were taken away', async () => {
    const run = runs['redreg'] ?? '';
    await show(`#/runs/${run}/gradients`);
    await slider().waitFor();
    const drawing = plane().getByRole('img').first();
    await drawing.waitFor();
    const drawn = await drawing.elementHandle();
    await page.getByRole('button', { name: 'Export plane' }).click();
    const item = page.getByRole('menuitem', { name: 'CSV table' });
    await item.waitFor();

    own.library.truncateRun(run, { step: 8, epochs: 2 });
    const record = records['redreg']?.find(({ step, modality }) => step === 8 && modality === 'audio') as GeometryRecord;
    const length = Number(normOf(record, 'total').toPrecision(3));
    await expect.poll(async () => Number((await lengthsOf('redreg', 'audio'))['total']), { timeout: 30_000 }).toBe(length);
    expect(await slider().getAttribute('aria-valuetext')).toBe('step 8, epoch 3');
    expect(await drawn?.evaluate((node) => node.isConnected)).toBe(true);
    const [download] = await Promise.all([page.waitForEvent('download') as Promise<Download>, item.click()]);
    expect(readFileSync(await download.path(), 'utf8')).toContain(',8,audio,');
  });
});

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DatasetDefinition } from '../../src/core/data/definition.ts';
import type { RunConfig } from '../../src/core/train/config.ts';
import { openLibrary } from '../../src/main/store/library.ts';
import { describeInBrowser } from '../support/browser.ts';
import { built } from '../support/built.ts';
import { electronStandIn, type ElectronStandIn } from '../support/electron-stand-in/index.ts';
import { runWithElectron } from '../support/electron-stand-in/load.ts';
import { makeFolder, placeIn, removeFolder } from '../support/sample-library.ts';
import { smallConfig, smallSetFile } from '../support/small-run.ts';

/** Machines may be busy. */
const SOON = { timeout: 20_000 };

/** The built program with a real training process, over its window's life. */
describeInBrowser('a window that closes while a run is trained', (browser) => {
  let folder: string;
  let file: string;
  let electron: ElectronStandIn;
  let run: string;
  const OURS = { url: 'app://studio/', parent: null };

  const call = async (name: string, payload: unknown): Promise<Record<string, unknown>> => {
    const reply = (await electron.ipc.invoke(`app:${name}`, payload, OURS)) as { ok: boolean; value: Record<string, unknown> };
    expect(reply).toMatchObject({ ok: true });
    return reply.value;
  };
  const status = async (): Promise<unknown> => (await call('runs.get', { run }))['status'];
  const steps = async (): Promise<number> => {
    const { series } = (await call('series.list', { runs: [run] })) as { series: { lastStep: number }[] };
    return Math.max(0, ...series.map(({ lastStep }) => lastStep));
  };

  beforeAll(async () => {
    folder = makeFolder();
    ({ file } = placeIn(folder));
    mkdirSync(join(folder, 'user'));
    const set = join(folder, 'set');
    const data = DatasetDefinition.parse(JSON.parse(readFileSync(await smallSetFile(set), 'utf8')));
    const config = smallConfig({ ...data, root: set }, 'joint', {
      training: { epochs: 1000, batch: 2 } as RunConfig['training'],
    });

    process.argv.splice(1, process.argv.length, '.', '--library', file);
    electron = electronStandIn({ browser: browser(), userData: join(folder, 'user') });
    runWithElectron(built('main', 'index.js'), electron.exports);
    electron.app.becomeReady();
    await vi.waitUntil(() => electron.windows.length === 1, SOON);
    await electron.windows[0]?.page;
    [run = ''] = (await call('queue.add', { runs: [{ config }] }))['runs'] as string[];
    await vi.waitUntil(async () => (await steps()) > 0, { timeout: 30_000, interval: 100 });
  });
  afterAll(() => removeFolder(folder));

  test('Cancel leaves it open; in the background the window is hidden and the trainer goes on', async () => {
    const [window] = electron.windows;
    electron.dialogs.answers.push({ response: 2, checkboxChecked: true });
    window?.close();
    await setTimeout(100); // the answer is taken
    expect([electron.dialogs.shown.length, window?.isVisible()]).toEqual([1, true]);

    electron.dialogs.answers.push({ response: 0, checkboxChecked: true });
    window?.close();
    await vi.waitUntil(() => window?.isVisible() === false, SOON);
    expect(electron.windows).toHaveLength(1);
    const before = await steps();
    await vi.waitUntil(async () => (await steps()) > before, { timeout: 10_000, interval: 50 });
    expect(electron.app.isQuit).toBe(false);
  });

  test('a second start shows it again', async () => {
    electron.app.emit('second-instance');
    await vi.waitUntil(() => electron.windows[0]?.isVisible() === true, SOON);
    expect(await status()).toBe('running');
    expect(electron.menus.trays.every(({ isDestroyed }) => isDestroyed)).toBe(true);
  });

  test('Pause and Quit saves the run, gives the library free and ends', async () => {
    electron.dialogs.answers.push({ response: 1, checkboxChecked: false });
    electron.windows[0]?.close();
    await vi.waitUntil(() => electron.app.isQuit, { timeout: 30_000 });
    expect(electron.windows).toEqual([]);
    expect(existsSync(`${file}.lock`)).toBe(false);
    const library = openLibrary(file, { readOnly: true });
    expect(library.getRun(run).status).toBe('paused');
    expect(library.listCheckpoints(run).length).toBeGreaterThan(0);
    library.close();
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { RunConfig } from '../../src/core/train/config.ts';
import { runConfigOf } from '../../src/main/cli/settings.ts';
import { startServed } from '../../src/main/served/start-served.ts';
import { forkTrainer } from '../../src/main/studio/fork-trainer.ts';
import { cacheFolder } from '../../src/main/studio/where.ts';
import { resolveDataArgument } from '../../src/main/trainer/loading/resolve-data-argument.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { built } from '../../test/support/built.ts';
import { ask, connect, type Connected } from './connected-page.ts';
import { childrenOf, ofBrowser, renderers, secondsOf } from './processes.ts';

/**
 * What a live page costs while a run is trained, and how old a point is when a page hears of it and when it has it.
 * - Cost: processor time of host, page and trainer over some seconds of RedReg on av-digits (quick), its charts open. Bar: host and page
 *   together under 5 % of the trainer.
 * - Age: a stand-in trainer reports the time itself, through the real reporter, recorder, library, event and `series.after`. Bar: 250 ms.
 *
 *     npm run build && node bench/live-cost/live-cost.bench.ts
 */
const SECONDS = Number(process.argv[2] ?? 30);

const folder = mkdtempSync(join(tmpdir(), 'redreg-live-'));
const browser = await launchBrowser();
try {
  await cost();
  for (const stepMs of [5, 60, 250]) await age(stepMs);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

async function cost(): Promise<void> {
  const host = spawn(process.execPath, [built('main', 'served.js'), '--library', join(folder, 'cost.sqlite')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => host.kill('SIGKILL'));
  const [line] = (await once(createInterface(host.stdout), 'line')) as [string];
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.goto(/http\S+/.exec(line)?.[0] ?? '');
  await connect(page, { follows: false });
  const data = await resolveDataArgument('av-digits', { cacheFolder: cacheFolder() });
  const config = runConfigOf({ method: 'redreg', data, preset: 'quick', set: ['training.epochs=100'] });
  const { runs } = (await ask(page, 'queue.add', { runs: [{ config }] })) as { runs: [string] };
  await until(async () => (await progressOf(page)) > 5);
  for (const address of ['#/settings', '#/queue', '#/runs', `#/runs/${runs[0]}/charts`]) {
    await page.evaluate((hash) => void (window.location.hash = hash), address);
    await wait(1500);
    await costOf(page, address.replace(runs[0], 'ID'), host.pid ?? 0);
  }
  await ask(page, 'queue.abort', { run: runs[0] });
  await page.close();
  const exited = once(host, 'exit');
  host.kill('SIGTERM');
  await exited;
}

async function costOf(page: Page, address: string, hostId: number): Promise<void> {
  const processes = { host: [hostId], trainer: childrenOf(hostId), page: renderers(), browser: ofBrowser() };
  const cpu = (): Record<string, number> =>
    Object.fromEntries(Object.entries(processes).map(([name, pids]) => [name, secondsOf(pids)]));
  const [before, from, steps] = [cpu(), performance.now(), await progressOf(page)];
  await wait(SECONDS * 1000);
  const [after, seconds] = [cpu(), (performance.now() - from) / 1000];
  const used = (name: keyof typeof processes): number => (after[name] ?? 0) - (before[name] ?? 0);
  const share = (name: keyof typeof processes): string =>
    `${name} ${used(name).toFixed(2)} s (${((100 * used(name)) / used('trainer')).toFixed(1)} %)`;
  const done = (await progressOf(page)) - steps;
  console.log(
    `${address.padEnd(18)} ${seconds.toFixed(0)} s, ${done} steps; processor: trainer ${used('trainer').toFixed(1)} s, ` +
      `${share('host')}, ${share('page')}, ${share('browser')}`,
  );
}

async function age(stepMs: number): Promise<void> {
  const library = join(folder, `age-${stepMs}.sqlite`);
  const served = await startServed({
    library: { file: library, isDefault: false },
    page: built('renderer'),
    version: '0',
    abilities: { spawnTrainer: forkTrainer(join(import.meta.dirname, '../../test/fixtures/trainer/clock.mjs')) },
    onFault: (fault) => console.error(fault),
  });
  const page = await browser.newPage();
  await page.goto(served.link());
  await connect(page, { follows: true });
  const config = RunConfig.parse({ method: 'joint', data: { layout: 'crema-d', name: 'none', root: folder }, seed: stepMs });
  const { runs } = (await ask(page, 'queue.add', { runs: [{ config }] })) as { runs: [string] };
  await wait(8000);
  const found = await page.evaluate(() => (window as unknown as Connected).ages);
  await ask(page, 'queue.abort', { run: runs[0] });
  await wait(300);
  await page.close();
  await served.close();
  const settled = found.slice(Math.floor(found.length / 8));
  console.log(
    `steps of ${stepMs} ms, ${settled.length} points: told after ${spread(settled.map(({ told }) => told))}, in the page after ${spread(settled.map(({ read }) => read))}`,
  );
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(0);
  return `${at(0.5)} ms (95 %: ${at(0.95)}, most: ${at(1)})`;
}

async function progressOf(page: Page): Promise<number> {
  const { entries } = (await ask(page, 'queue.list', {})) as {
    entries: { progress: { phase: string; done: number } | null }[];
  };
  const progress = entries[0]?.progress;
  return progress?.phase === 'train' ? progress.done : 0;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 600 && !(await condition()); i++) await wait(200);
}

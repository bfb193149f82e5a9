import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient, type Client } from '../src/core/contract/client.ts';
import { answer, toReply } from '../src/core/contract/reply.ts';
import { forkTrainer } from '../src/main/studio/fork-trainer.ts';
import { openStudio } from '../src/main/studio/studio.ts';
import { built } from '../test/support/built.ts';
import { makeCremaTree } from './crema-tree.ts';
import { makeKineticsTree } from './kinetics-tree.ts';

/**
 * Sets of the size of CREMA-D (7,442 clips of seven frames) and Kinetics-Sounds (15,000 clips of ten) through the studio: how long it
 * takes to look into the folder and to check every file, and how long other calls wait meanwhile. Half the size beside each shows the
 * growth. Build first.
 *
 *     node bench/scan.bench.ts
 */
const CASES = [
  { what: 'CREMA-D', make: makeCremaTree, clips: [3721, 7442], frames: 7 },
  { what: 'Kinetics-Sounds', make: makeKineticsTree, clips: [7500, 15_000], frames: 10 },
] as const;
const BAR_SECONDS = 10;
const EVERY_MS = 20;

const folder = mkdtempSync(join(tmpdir(), 'redreg-scan-'));
process.env['REDREG_CACHE'] = join(folder, 'cache');
const studio = await openStudio({
  library: { file: join(folder, 'library.sqlite'), isDefault: false },
  host: 'served',
  version: '0',
  abilities: { spawnTrainer: forkTrainer(built('main', 'trainer.js')) },
  emit: () => undefined,
});
const client: Client = createClient({
  call: (name, payload) =>
    toReply(
      () => answer(studio.handlers, name, payload),
      (fault) => console.error(fault),
    ),
  on: () => () => undefined,
});

/** Asks again and again while `work` goes on: the waits in milliseconds, rising. */
async function waitsDuring(work: Promise<unknown>, ask: () => Promise<unknown>): Promise<number[]> {
  let isDone = false;
  void work.finally(() => (isDone = true));
  const waits: number[] = [];
  while (!isDone) {
    const began = performance.now();
    await ask();
    waits.push(performance.now() - began);
    await wait(EVERY_MS);
  }
  return waits.sort((a, b) => a - b);
}

const told = (waits: readonly number[]): string =>
  `median ${(waits[waits.length >> 1] ?? NaN).toFixed(0)} ms, worst ${(waits.at(-1) ?? NaN).toFixed(0)} ms of ${waits.length}`;

async function scan({ what, make, frames }: (typeof CASES)[number], clips: number): Promise<void> {
  const root = join(folder, `${what}-${clips}`);
  await make(root, { clips, frames });
  let began = performance.now();
  const { definition } = await client.call('data.detect', { folder: root });
  const looked = (performance.now() - began) / 1000;
  const digits = await client.call('data.samples', { which: { id: 'av-digits' }, limit: 1 });
  const name = digits.samples[0]?.name ?? '';
  const seconds: number[] = [];
  const timed = async (): Promise<void> => {
    began = performance.now();
    const { found, problems } = await client.call('data.check', { which: { definition }, job: 'bench' });
    seconds.push((performance.now() - began) / 1000);
    const wrong = problems.filter(({ severity }) => severity === 'error');
    const all = found?.counts.train.concat(found.counts.test).reduce((a, b) => a + b, 0);
    if (wrong.length > 0 || all !== clips) throw new Error(`the check found ${wrong.length} errors and ${String(all)} samples`);
  };
  const lists = await waitsDuring(timed(), () => client.call('data.list', {}));
  const samples = await waitsDuring(timed(), () => client.call('data.sample', { which: { id: 'av-digits' }, name }));
  const [first = NaN, second = NaN] = seconds;
  console.log(
    `${what}, ${clips} clips, ${clips * frames} frames: folder looked into in ${looked.toFixed(2)} s, checked in ${first.toFixed(2)} s and ${second.toFixed(2)} s ` +
      `(bar ${BAR_SECONDS} s); ${((1e6 * first) / clips).toFixed(0)} us a clip`,
  );
  console.log(`  meanwhile the list of sets: ${told(lists)}; a sample of another set: ${told(samples)}`);
}

try {
  for (const one of CASES) for (const clips of one.clips) await scan(one, clips);
} finally {
  await studio.close();
  rmSync(folder, { recursive: true });
}

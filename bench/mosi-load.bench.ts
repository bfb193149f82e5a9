import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MosiDefinition } from '../src/core/data/mosi.ts';
import { checkSet } from '../src/main/trainer/jobs/browse/check.ts';
import { openDataset } from '../src/main/trainer/loading/open-dataset.ts';
import { built } from '../test/support/built.ts';
import { writeMosiPickle } from './mosi-pickle.ts';

/**
 * CMU-MOSI in its real shape, 1,284 + 229 + 686 samples of 300 + 74 + 35 features in float64, of 50 and of 20 steps: how long it takes to
 * open it the first time (parse, prepare) and again, to read an epoch and to check it; then, with the names of methods, an epoch of each,
 * by the built program. Processor time stands beside each, since the machine may be busy otherwise. The values are drawn, so accuracy stays near chance; the majority rate stands beside it.
 *
 *     node bench/mosi-load.bench.ts [workers] [method ...] [--set key=value ...]
 */
const words = process.argv.slice(2);
const at = words.indexOf('--set');
const settings = at < 0 ? [] : words.slice(at);
const [workers = '2', ...methods] = at < 0 ? words : words.slice(0, at);
const TRAINED_STEPS = 20;

const folder = mkdtempSync(join(tmpdir(), 'redreg-mosi-'));

async function seconds<T>(what: string, work: () => Promise<T>): Promise<T> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const passed = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  console.log(
    `${what.padEnd(38)} ${passed.toFixed(2).padStart(6)} s   ${((user + system) / 1e6).toFixed(2).padStart(6)} s of processor`,
  );
  return result;
}

interface Result {
  readonly seconds: number;
  readonly splits: { readonly test: { readonly accuracy: number; readonly macro_f1: number; readonly majority_rate: number } };
}

function train(file: string, method: string): void {
  const args = [
    'train',
    '--data',
    file,
    '--method',
    method,
    '--epochs',
    '1',
    '--json',
    '--library',
    join(folder, 'library.sqlite'),
  ];
  const { stdout, stderr, status } = spawnSync(process.execPath, [built('main', 'cli.js'), ...args, ...settings], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${method}: ${stderr}`);
  const { seconds, splits } = JSON.parse(stdout) as Result;
  const { accuracy, macro_f1, majority_rate } = splits.test;
  console.log(
    `${method.padEnd(12)} an epoch and its measures ${seconds.toFixed(1)} s; test accuracy ${accuracy.toFixed(3)}, macro-F1 ${macro_f1.toFixed(3)}, majority rate ${majority_rate.toFixed(3)}`,
  );
}

const files = [50, TRAINED_STEPS].map((steps) => ({ steps, file: join(folder, `mosi_${steps}.pkl`) }));
for (const { steps, file } of files) {
  writeMosiPickle(file, steps);
  console.log(`${steps} steps, ${(statSync(file).size / 2 ** 20).toFixed(0)} MiB`);
  const definition = MosiDefinition.parse({ layout: 'mosi', name: 'bench', root: folder, file: `mosi_${steps}.pkl` });
  const options = { cacheFolder: join(folder, `cache-${steps}`), workers: Number(workers) };
  await (await seconds('  first opening, features prepared', () => openDataset(definition, options))).close();
  const set = await seconds('  opened again', () => openDataset(definition, options));
  await seconds('  an epoch read, batches of 32', async () => {
    for await (const batch of set.batches(set.train, { seed: 0, epoch: 0, batch: 32, training: true }))
      if (batch.labels.length === 0) return;
  });
  await set.close();
  await seconds('  checked', () => checkSet(definition, {}));
}
for (const method of methods) train(join(folder, `mosi_${TRAINED_STEPS}.pkl`), method);
rmSync(folder, { recursive: true });

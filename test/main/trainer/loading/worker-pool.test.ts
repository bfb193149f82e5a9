import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { WorkerPool } from '../../../../src/main/trainer/loading/worker-pool.ts';
import type { WorkerPlan } from '../../../../src/main/trainer/loading/worker-messages.ts';
import { put, smallSet, temporaryFolder } from '../../../support/small-set.ts';

test('a worker that dies ends what waits for it with a code, and what is asked later too', async () => {
  // Not a plan: the worker fails as it starts.
  const pool = new WorkerPool(2, { sources: null } as unknown as WorkerPlan);
  await expect(pool.prepare(0, 0, 0)).rejects.toMatchObject({ code: 'data.worker-died' });
  await expect(pool.prepare(1, 0, 0)).rejects.toMatchObject({ code: 'data.worker-died' });
  await pool.close();
});

test('a set that nobody closes does not keep a process alive', async () => {
  const { folder, remove } = temporaryFolder();
  const source = join(import.meta.dirname, '../../../../src/main/trainer/loading/open-dataset.ts');
  put(join(folder, 'definition.json'), JSON.stringify(await smallSet(folder)));
  put(
    join(folder, 'open.mjs'),
    `import { readFileSync } from 'node:fs';
     import { openDataset } from ${JSON.stringify(source)};
     const definition = JSON.parse(readFileSync(process.argv[2], 'utf8'));
     const set = await openDataset(definition, { cacheFolder: process.argv[3], workers: 2 });
     for await (const { labels } of set.batches(set.train, { seed: 0, epoch: 0, batch: 5, training: true })) console.log(labels.length);`,
  );
  const args = ['open.mjs', 'definition.json', 'cache'].map((name) => join(folder, name));
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 30_000 });
  expect(stdout.trim().split('\n')).toEqual(['5', '5', '2']);
  remove();
});

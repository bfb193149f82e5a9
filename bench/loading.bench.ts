import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Dataset } from '../src/core/data/dataset.ts';
import { DatasetDefinition } from '../src/core/data/definition.ts';
import { openDataset } from '../src/main/trainer/loading/open-dataset.ts';
import { makeCremaTree } from './crema-tree.ts';

/**
 * Decoding and augmenting at CREMA-D's shapes (3 frames of 480 x 360 to 224 x 224, 257 x 188 spectrograms), by hand:
 *
 *     node bench/loading.bench.ts [workers]
 *
 * The floor beside each figure is the decoding of the same JPEGs by sharp alone, one after the other. Absolute times of one case vary
 * from run to run; look at the ratios.
 */
const workers = Number(process.argv[2] ?? 2);
const SAMPLES = 96;
const BATCH = 8;
const folder = mkdtempSync(join(tmpdir(), 'redreg-bench-'));

async function milliseconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function readEpoch(set: Dataset, epoch: number): Promise<void> {
  for await (const batch of set.batches(set.train, { seed: 0, epoch, batch: BATCH, training: true }))
    if (batch.labels.length === 0) return;
}

/**
 * How long a reader waits that works `busyMs` on each batch, keeping a core busy as the engine does: for the first batch of an epoch,
 * and as a share of the rest of it.
 */
async function waits(set: Dataset, busyMs: number): Promise<{ firstMs: number; laterShare: number }> {
  let [from, worked, waited, firstMs] = [performance.now(), 0, 0, -1];
  for await (const batch of set.batches(set.train, { seed: 0, epoch: 9, batch: BATCH, training: true })) {
    const got = performance.now();
    if (firstMs < 0) firstMs = got - from;
    else waited += got - from;
    while (performance.now() - got < busyMs * (batch.labels.length / BATCH));
    from = performance.now();
    worked += from - got;
  }
  return { firstMs, laterShare: waited / (waited + worked) };
}

const report = (what: string, ms: number, samples: number, floor: number): void => {
  const each = ms / samples;
  console.log(`${what.padEnd(46)} ${each.toFixed(2).padStart(7)} ms a sample   ${(each / floor).toFixed(2).padStart(6)} x floor`);
};

const { frameFiles: files } = await makeCremaTree(folder, { clips: SAMPLES, frames: 3 });
const decodeAll = async (): Promise<void> => {
  for (const file of files) await sharp(file).raw().toBuffer();
};
await decodeAll();
const floor = (await milliseconds(decodeAll)) / SAMPLES;
report('floor: sharp decodes, one by one', floor * SAMPLES, SAMPLES, floor);

const definition = DatasetDefinition.parse({ layout: 'crema-d', name: 'bench', root: folder });
for (const maxDecodedBytes of [0, 2 ** 31]) {
  const kind = maxDecodedBytes === 0 ? 'frames decoded each epoch' : 'frames cached decoded';
  const options = { cacheFolder: join(folder, `cache-${maxDecodedBytes}`), workers, maxDecodedBytes };
  let set = await openDataset(definition, options);
  await set.close();
  rmSync(options.cacheFolder, { recursive: true });
  report(
    `${kind}: first opening`,
    await milliseconds(async () => void (set = await openDataset(definition, options))),
    SAMPLES,
    floor,
  );
  for (const epoch of [0, 1])
    report(`${kind}: epoch ${epoch}, ${workers} workers`, await milliseconds(() => readEpoch(set, epoch)), set.train.n, floor);
  for (const busyMs of [250, 1000]) {
    const { firstMs, laterShare } = await waits(set, busyMs);
    console.log(
      `${kind}, ${busyMs} ms a step of ${BATCH}: waits ${firstMs.toFixed(0)} ms for the first batch, then ${(100 * laterShare).toFixed(1)} %`,
    );
  }
  await set.close();
}
rmSync(folder, { recursive: true });

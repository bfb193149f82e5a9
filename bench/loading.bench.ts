import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Dataset } from '../src/core/data/dataset.ts';
import { DatasetDefinition } from '../src/core/data/definition.ts';
import { streamKey, uniformAt } from '../src/core/tensor/random.ts';
import { openDataset } from '../src/main/trainer/loading/open-dataset.ts';

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

/** Smooth shapes with some grain: a JPEG of about the size of a real frame of this size. */
async function picture(key: number): Promise<Buffer> {
  const [width, height] = [480, 360];
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return 128 + 80 * Math.sin(x / (20 + (key % 30)) + (i % 3)) * Math.cos(y / 35) + 20 * (uniformAt(key, i) - 0.5);
  });
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** 2.5 s of 16-bit mono noise at 16 kHz. */
function wav(key: number): Buffer {
  const bytes = Buffer.alloc(44 + 80_000);
  bytes.write('RIFF\0\0\0\0WAVEfmt ', 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.writeUInt32LE(16, 16);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    bytes.writeUInt16LE(value, at);
  bytes.writeUInt32LE(16_000, 24);
  bytes.writeUInt32LE(32_000, 28);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(80_000, 40);
  for (let i = 0; i < 40_000; i++) bytes.writeInt16LE(Math.floor(20_000 * (uniformAt(key, i) - 0.5)), 44 + 2 * i);
  return bytes;
}

async function makeSet(): Promise<string[]> {
  const files: string[] = [];
  const stems = Array.from(
    { length: SAMPLES },
    (_, i) => `${String(1000 + i)}_DFA_${['NEU', 'HAP', 'SAD', 'FEA', 'DIS', 'ANG'][i % 6]}_XX`,
  );
  mkdirSync(join(folder, 'AudioWAV'));
  for (const [i, stem] of stems.entries()) {
    const frames = join(folder, 'Image-03-FPS', stem);
    mkdirSync(frames, { recursive: true });
    writeFileSync(join(folder, 'AudioWAV', `${stem}.wav`), wav(i));
    for (let f = 0; f < 3; f++) {
      files.push(join(frames, `0000${f}.jpg`));
      writeFileSync(files.at(-1) ?? '', await picture(streamKey(0, 'bench', 3 * i + f)));
    }
  }
  const line = (stem: string): string => `${stem},${stem.split('_')[2]}\n`;
  writeFileSync(join(folder, 'train.csv'), stems.slice(6).map(line).join(''));
  writeFileSync(join(folder, 'test.csv'), stems.slice(0, 6).map(line).join(''));
  return files;
}

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

const files = await makeSet();
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

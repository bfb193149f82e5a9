import { execFile, fork } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Dataset, OpenDatasetOptions } from '../../../../src/core/data/dataset.ts';
import type { CremaDDefinition } from '../../../../src/core/data/crema-d.ts';
import { preparedFolder } from '../../../../src/main/trainer/loading/shards.ts';
import { openDataset } from '../../../../src/main/trainer/loading/open-dataset.ts';
import { put, smallSet, temporaryFolder, thrownBy, TRAIN } from '../../../support/small-set.ts';
import { tone, wavFile } from '../../../support/wav.ts';

let place: ReturnType<typeof temporaryFolder>;
let definition: CremaDDefinition;
const cacheFolder = (): string => join(place.folder, 'cache');
const prepared = (): string => preparedFolder(cacheFolder(), definition);
const shards = (): string[] => readdirSync(prepared()).sort();
const shardOf = (modality: string): string => join(prepared(), shards().find((name) => name.startsWith(modality)) ?? '');

beforeEach(async () => {
  place = temporaryFolder();
  definition = await smallSet(place.folder);
});
afterEach(() => place.remove());

/** Opens, reads one epoch, closes: the numbers and how many samples had to be prepared. */
async function run(
  changes: Partial<CremaDDefinition> = {},
  options: Partial<OpenDatasetOptions> = {},
): Promise<{ numbers: string; preparedSamples: number }> {
  let preparedSamples = 0;
  const onProgress: OpenDatasetOptions['onProgress'] = ({ phase, total }) => {
    if (phase === 'preparing') preparedSamples = total;
  };
  const set = await openDataset(
    { ...definition, ...changes },
    { cacheFolder: cacheFolder(), workers: 1, onProgress, ...options },
  );
  try {
    return { numbers: await epochOf(set), preparedSamples };
  } finally {
    await set.close();
  }
}

async function epochOf(set: Dataset): Promise<string> {
  const parts: string[] = [];
  for await (const { inputs } of set.batches(set.train, { seed: 0, epoch: 0, batch: 5, training: true })) {
    for (const { data } of Object.values(inputs)) parts.push(Buffer.from(data.buffer).toString('base64'));
  }
  return parts.join();
}

describe('the preprocessing cache', () => {
  test('the second run prepares nothing and gives the same numbers', async () => {
    const first = await run();
    expect(first.preparedSamples).toBe(36);
    expect(shards().map((name) => name.replace(/-.*/, ''))).toEqual(['audio', 'video']);
    expect(await run()).toEqual({ numbers: first.numbers, preparedSamples: 0 });
  });

  test.each([
    ['cut off', (file: string) => truncateSync(file, statSync(file).size - 1)],
    ['emptied', (file: string) => truncateSync(file, 0)],
    ['changed in its head', (file: string) => flip(file, 30)],
    ['of another kind', (file: string) => flip(file, 0)],
    ['of another version', (file: string) => flip(file, 7)],
    ['grown', (file: string) => appendFileSync(file, 'more')],
  ])('a shard %s is found at opening and made again', async (_how, damage) => {
    const { numbers } = await run();
    damage(shardOf('audio'));
    expect(await run()).toEqual({ numbers, preparedSamples: 18 });
    expect(await run()).toEqual({ numbers, preparedSamples: 0 });
  });

  test.each(['audio', 'video'])('a record of %s changed on disk is found when it is read and made again', async (modality) => {
    const { numbers } = await run();
    const whole = readFileSync(shardOf(modality));
    for (const at of [0.2, 0.4, 0.6, 0.8]) flip(shardOf(modality), Math.floor(400 + at * (whole.length - 400)));
    expect((await run()).numbers).toBe(numbers);
    expect(readFileSync(shardOf(modality)).equals(whole)).toBe(true);
  });

  test('a shard whose second half is zeros, as after a power cut, is found when it is read and made again', async () => {
    const { numbers } = await run();
    const whole = readFileSync(shardOf('audio'));
    zeros(shardOf('audio'), 0.5);
    expect((await run()).numbers).toBe(numbers);
    expect(readFileSync(shardOf('audio')).equals(whole)).toBe(true);
  });

  test('a changed recording is prepared again, also where its size is the same; pictures stay', async () => {
    const before = await run();
    const wav = join(place.folder, 'AudioWAV', `${TRAIN[0] ?? ''}.wav`);
    const { length } = readFileSync(wav);
    put(wav, wavFile(tone((length - 44) / 2, 77)));
    utimesSync(wav, 1, 1);
    const after = await run();
    expect(after.preparedSamples).toBe(18);
    expect(after.numbers).not.toBe(before.numbers);
  });

  test('other settings have their own shards; going back prepares nothing', async () => {
    await run();
    const changes = { spectrogram: { ...definition.spectrogram, hop: 16 } };
    expect((await run(changes)).preparedSamples).toBe(18);
    expect((await run()).preparedSamples).toBe(0);
    // Pictures are cached at their own size, so the network's size and the augmentation need none.
    expect(
      (await run({ frames: { ...definition.frames, size: 8, augment: { ...definition.frames.augment, flipProbability: 0 } } }))
        .preparedSamples,
    ).toBe(0);
  });

  test('cancelling throws the reason and leaves no part of a file', async () => {
    const controller = new AbortController();
    const reason = new Error('the user said so');
    const onProgress: OpenDatasetOptions['onProgress'] = ({ phase }) => {
      if (phase === 'preparing') controller.abort(reason);
    };
    const thrown = await thrownBy(() =>
      openDataset(definition, { cacheFolder: cacheFolder(), workers: 2, onProgress, signal: controller.signal }),
    );
    expect(thrown).toBe(reason);
    expect(existsSync(prepared())).toBe(false);
    expect((await run()).preparedSamples).toBe(36);
  });

  test('what a killed process left is removed once it is old', async () => {
    const [old, fresh] = [join(prepared(), 'audio-x.shard.1.tmp'), join(prepared(), 'audio-y.shard.2.tmp')];
    for (const file of [old, fresh]) put(file, 'x');
    utimesSync(old, 1, 1);
    await run();
    expect([existsSync(old), existsSync(fresh)]).toEqual([false, true]);
  });

  test('cancelling while files are checked, too', async () => {
    const signal = AbortSignal.abort();
    expect(await thrownBy(() => openDataset(definition, { cacheFolder: cacheFolder(), workers: 1, signal }))).toBe(signal.reason);
  });
});

function zeros(file: string, from: number): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0, Math.floor(from * bytes.length)));
}

function flip(file: string, offset: number): void {
  const bytes = readFileSync(file);
  bytes.writeUInt8((bytes[offset] ?? 0) ^ 0xff, offset);
  writeFileSync(file, bytes);
}

/** A program that opens the set and says how many training samples it has; Node runs the TypeScript sources itself. */
function program(): string {
  const source = join(import.meta.dirname, '../../../../src/main/trainer/loading/open-dataset.ts');
  const file = join(place.folder, 'open.mjs');
  put(
    file,
    `import { readFileSync } from 'node:fs';
     import { openDataset } from ${JSON.stringify(source)};
     const definition = JSON.parse(readFileSync(process.argv[2], 'utf8'));
     const onProgress = ({ phase, done }) => process.send?.({ phase, done });
     const set = await openDataset(definition, { cacheFolder: process.argv[3], workers: 2, onProgress });
     console.log(set.train.n);
     await set.close();`,
  );
  put(join(place.folder, 'definition.json'), JSON.stringify(definition));
  return file;
}

describe('several processes', () => {
  const args = (): string[] => [join(place.folder, 'definition.json'), cacheFolder()];

  test('two that prepare at once do not disturb each other', async () => {
    const file = program();
    const results = await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, [file, ...args()])));
    expect(results.map(({ stdout }) => stdout.trim())).toEqual(['12', '12', '12']);
    expect(shards().length).toBe(2);
    expect((await run()).preparedSamples).toBe(0);
  });

  test('one that is killed while it prepares leaves no half shard, and the next goes on', async () => {
    const child = fork(program(), args(), { stdio: 'ignore' });
    await new Promise<void>((resolve) =>
      child.on('message', (message) => (message as { phase: string }).phase === 'preparing' && resolve()),
    );
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('exit', resolve));
    const { numbers } = await run();
    expect(await run()).toEqual({ numbers, preparedSamples: 0 });
  });
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type Client } from '../../../../src/core/contract/client.ts';
import { answer, toReply } from '../../../../src/core/contract/reply.ts';
import type { DatasetDefinition } from '../../../../src/core/data/definition.ts';
import { RunConfig } from '../../../../src/core/train/config.ts';
import { openLibrary } from '../../../../src/main/store/library.ts';
import { forkTrainer } from '../../../../src/main/studio/fork-trainer.ts';
import { openStudio, type Studio } from '../../../../src/main/studio/studio.ts';
import { built } from '../../../support/built.ts';
import { makeFolder, placeIn, removeFolder } from '../../../support/sample-library.ts';
import { smallSet, thrownBy } from '../../../support/small-set.ts';

/** What prepared features take and their removal, through the whole studio with the real process that reads data sets. */

const folder = makeFolder();
const job = 'cache';
let studio: Studio;
let client: Client;
let definition: DatasetDefinition;
const told: unknown[] = [];

beforeAll(async () => {
  definition = await smallSet(join(folder, 'set'));
  process.env['REDREG_CACHE'] = join(folder, 'cache');
  studio = await openStudio({
    library: placeIn(folder),
    host: 'served',
    version: '1',
    abilities: { spawnTrainer: forkTrainer(built('main', 'trainer.js')) },
    emit: (name, payload) => name === 'data.progress' && void told.push(payload),
  });
  client = createClient({
    call: (name, payload) => toReply(() => answer(studio.handlers, name, payload), console.error),
    on: () => () => undefined,
  });
});
afterAll(async () => {
  await studio.close();
  delete process.env['REDREG_CACHE'];
  removeFolder(folder);
});

test('the size is told as a job, features are prepared, and removing leaves what another saved set uses', async () => {
  const save = async (changes: object): Promise<{ id: string }> =>
    client.call('data.save', { id: null, definition: { ...definition, ...changes } });
  const [{ id }, { id: other }] = [await save({}), await save({ name: 'half', cachePrecision: 'float16' })];
  const before = await client.call('data.cache-size', { which: { id }, job });
  expect(before.modalities.map(({ modality, samplesToPrepare }) => [modality, samplesToPrepare])).toEqual([
    ['audio', 18],
    ['video', 18],
  ]);
  expect(told).toContainEqual({ job, phase: 'checking files', done: 18, total: 18, secondsLeft: 0 });
  for (const which of [{ id }, { id: other }]) await client.call('data.prepare', { which, job });
  const after = await client.call('data.cache-size', { which: { id }, job });
  expect(after.modalities.every(({ toWriteBytes, writtenBytes }) => toWriteBytes === 0 && writtenBytes > 0)).toBe(true);

  const removed = await client.call('data.cache-remove', { which: { id }, job });
  expect(removed.removedBytes).toBe(after.modalities[0]?.writtenBytes);
  const left = await client.call('data.cache-size', { which: { id: other }, job });
  expect(left.modalities.map(({ samplesToPrepare }) => samplesToPrepare)).toEqual([0, 0]);

  await client.call('data.remove', { id: other });
  expect(await client.call('data.cache-remove', { which: { definition }, job })).toEqual({
    // The float16 ones, which nobody uses any more; the pictures are still those of a saved set.
    removedBytes: left.modalities[0]?.writtenBytes,
    keptBytes: left.modalities[1]?.writtenBytes,
  });
  await client.call('data.cache-remove', { which: { id }, job });
  expect(existsSync(before.folder)).toBe(false);
});

test('removing is refused while a run trains on the set, in another process too', async () => {
  const library = openLibrary(placeIn(folder).file);
  const run = library.createRun({ config: RunConfig.parse({ method: 'joint', data: definition }) });
  library.startRun(run);
  const remove = (): Promise<unknown> => client.call('data.cache-remove', { which: { definition }, job });
  const params = { name: 'small', run };
  expect(await thrownBy(remove)).toMatchObject({ code: 'data.cache-in-use', params });
  library.finishRun(run, 'stopped');
  library.close();
  expect(await remove()).toMatchObject({ removedBytes: 0 });
});

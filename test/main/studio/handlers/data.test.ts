import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createClient, type Client } from '../../../../src/core/contract/client.ts';
import { answer, toReply } from '../../../../src/core/contract/reply.ts';
import { CremaDDefinition } from '../../../../src/core/data/crema-d.ts';
import { layouts as table } from '../../../../src/core/data/index.ts';
import { resolveSavedData } from '../../../../src/main/cli/saved-data.ts';
import { forkTrainer } from '../../../../src/main/studio/fork-trainer.ts';
import { openStudio, type Studio } from '../../../../src/main/studio/studio.ts';
import { preparedFolder } from '../../../../src/main/trainer/loading/shards.ts';
import { makeBrokenSet, type BrokenSet } from '../../../support/broken-set.ts';
import { built } from '../../../support/built.ts';
import { viewOfKind } from '../../../support/modality-view.ts';
import { makeFolder, placeIn, removeFolder } from '../../../support/sample-library.ts';
import { thrownBy } from '../../../support/small-set.ts';

/** Data sets through the whole studio, with the real process that reads them. */

const folder = makeFolder();
let studio: Studio;
let client: Client;
let broken: BrokenSet;
let definition: CremaDDefinition;
let events: { readonly name: string; readonly payload: unknown }[] = [];

beforeAll(async () => {
  broken = await makeBrokenSet(join(folder, 'set'));
  process.env['REDREG_CACHE'] = join(folder, 'cache');
  studio = await openStudio({
    library: placeIn(folder),
    host: 'served',
    version: '1',
    abilities: { spawnTrainer: forkTrainer(built('main', 'trainer.js')) },
    emit: (name, payload) => void events.push({ name, payload }),
  });
  client = createClient({
    call: (name, payload) =>
      toReply(
        () => answer(studio.handlers, name, payload),
        (fault) => void faults.push(fault),
      ),
    on: () => () => undefined,
  });
  const found = await client.call('data.detect', { folder: broken.folder });
  definition = CremaDDefinition.parse(found.definition);
});
const faults: unknown[] = [];
afterAll(async () => {
  await studio.close();
  delete process.env['REDREG_CACHE'];
  removeFolder(folder);
  expect(faults).toEqual([]);
});
beforeEach(() => (events = []));

const save = async (changes: object = {}): Promise<string> =>
  (await client.call('data.save', { id: null, definition: { ...definition, ...changes } })).id;
const named = (name: string): string[] =>
  events.filter((event) => event.name === name).map(({ payload }) => JSON.stringify(payload));

describe('saved sets', () => {
  test('the sample set stands first, can be copied and neither changed nor deleted', async () => {
    const { sets } = await client.call('data.list', {});
    expect(sets[0]).toMatchObject({ id: 'av-digits', isBuiltIn: true, runs: 0 });
    const copied = await client.call('data.definition', { id: 'av-digits' });
    expect(copied.definition).toMatchObject({ name: 'av-digits', speakerField: 1 });
    for (const refused of [
      client.call('data.save', { id: 'av-digits', definition }),
      client.call('data.remove', { id: 'av-digits' }),
    ])
      expect(await thrownBy(() => refused)).toMatchObject({ code: 'data.built-in' });
  });

  test('saved, changed, deleted and had again, each told to all pages', async () => {
    const id = await save({ name: 'mine' });
    expect(named('data.changed')).toHaveLength(1);
    const changed = await client.call('data.save', { id, definition: { ...definition, name: 'ours' } });
    expect(changed).toMatchObject({ id, name: 'ours', layout: 'crema-d', isBuiltIn: false, runs: 0 });
    await client.call('data.remove', { id });
    expect((await client.call('data.list', {})).sets.some((set) => set.id === id)).toBe(false);
    expect(await thrownBy(() => client.call('data.samples', { which: { id } }))).toMatchObject({ code: 'data.unknown-set' });
    expect(await thrownBy(() => client.call('data.remove', { id }))).toMatchObject({ code: 'data.unknown-set' });
    await client.call('data.restore', { id });
    expect((await client.call('data.definition', { id })).definition).toMatchObject({ name: 'ours', root: broken.folder });
    expect(named('data.changed')).toHaveLength(4);
  });

  test.each([
    [{ name: '' }, 'name: must not be empty'],
    [{ root: 'relative/folder' }, 'root: must be a whole path'],
    [{ audioFolder: 'a\0b' }, 'audioFolder: holds a character'],
    [{ spectrogram: { window: 500 } }, 'spectrogram.window: must be a power of two'],
    [{ surprise: 1 }, 'definition: Unrecognized key'],
  ])('%j is refused with its field', async (change, text) => {
    const thrown = await thrownBy(() => save(change));
    expect(thrown.code).toBe('data.definition-invalid');
    expect(thrown.message).toContain(text);
  });

  test('the command line finds a set by its name or id', async () => {
    const id = await save({ name: 'by name' });
    for (const text of ['by name', id]) {
      const found = await resolveSavedData(text, { cacheFolder: join(folder, 'cache'), place: placeIn(folder) });
      expect(found).toMatchObject({ name: 'by name', root: broken.folder });
    }
    await save({ name: 'twice' });
    await save({ name: 'twice' });
    const options = { cacheFolder: join(folder, 'cache'), place: placeIn(folder) };
    expect(await thrownBy(() => resolveSavedData('twice', options))).toMatchObject({ code: 'data.ambiguous' });
    expect(await thrownBy(() => resolveSavedData('nothing', options))).toMatchObject({ code: 'data.not-found' });
  });

  test('a set named as markup is text, and stays what it is', async () => {
    const name = '<img src=x onerror="document.title=1">';
    const id = await save({ name });
    expect((await client.call('data.list', {})).sets.find((set) => set.id === id)?.name).toBe(name);
  });
});

describe('looking', () => {
  test('a check of a definition that does not fit its schema tells each field and looks at nothing', async () => {
    const wrong = { ...definition, frames: { ...definition.frames, count: 0 }, name: '' };
    const report = await client.call('data.check', { which: { definition: wrong }, job: 'a' });
    expect(report.found).toBeNull();
    expect(report.problems.map(({ field, message }) => [field, message])).toEqual([
      ['name', 'Must not be empty.'],
      ['frames.count', 'Too small: expected number to be >=1.'],
    ]);
  });

  test('a check tells how far it is under the name of its job', async () => {
    const report = await client.call('data.check', { which: { definition }, job: 'mine' });
    expect(report.problems.filter(({ severity }) => severity === 'error')).toHaveLength(4);
    const told = events.filter(({ name }) => name === 'data.progress').map(({ payload }) => payload);
    expect(told.at(-1)).toMatchObject({ job: 'mine', phase: 'checking files', done: 55, total: 55 });
  });

  test('a new check of a name ends the one before, and cancel ends the last', async () => {
    const first = thrownBy(() => client.call('data.check', { which: { definition }, job: 'again' }));
    const second = thrownBy(() => client.call('data.prepare', { which: { definition }, job: 'again' }));
    await client.call('data.cancel', { job: 'again' });
    expect([(await first).code, (await second).code]).toEqual(['data.cancelled', 'data.cancelled']);
    await client.call('data.cancel', { job: 'nobody' });
  });

  test('samples of the sample set and of a definition', async () => {
    const digits = await client.call('data.samples', { which: { id: 'av-digits' }, split: 'test', label: 3, limit: 2 });
    expect([digits.samples.length, digits.total]).toEqual([2, 18]);
    const view = await client.call('data.sample', { which: { id: 'av-digits' }, name: digits.samples[0]?.name ?? '' });
    expect([view.label, viewOfKind(view, 'spectrogram')?.shape, viewOfKind(view, 'frames')?.frames.length]).toEqual([
      '3',
      [257, 188],
      3,
    ]);
    const own = await client.call('data.sample', { which: { definition }, name: broken.truncated });
    expect(viewOfKind(own, 'spectrogram')).toBeNull();
  });

  test('prepared features lie in the cache', async () => {
    const leaveOut = [broken.truncated, broken.noPicture, broken.missing];
    await client.call('data.prepare', { which: { definition: { ...definition, leaveOut } }, job: 'prepare' });
    expect(existsSync(preparedFolder(join(folder, 'cache'), definition))).toBe(true);
  });

  test.each(['relative', '../..', '', 'a\0'])('the folder %j is refused', async (path) => {
    expect(await thrownBy(() => client.call('data.detect', { folder: path }))).toMatchObject({ code: 'files.bad-path' });
  });

  test('the layouts come with a schema that has titles, and with what their fields are by default', async () => {
    const { layouts } = await client.call('data.layouts', {});
    expect(layouts.map(({ id }) => id)).toEqual(Object.keys(table));
    for (const { id, schema } of layouts) {
      const { properties } = schema as { properties: Record<string, { title?: string }> };
      const untitled = Object.entries(properties).filter(([key, { title }]) => key !== 'layout' && title === undefined);
      expect(untitled, id).toEqual([]);
    }
    expect(layouts[0]?.defaults).toMatchObject({ frames: { count: 3 }, spectrogram: { hop: 353 } });
  });
});

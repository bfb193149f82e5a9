import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBrokenSet, type BrokenSet } from '../../support/broken-set.ts';
import { built } from '../../support/built.ts';
import { redreg, type Ran } from '../../support/redreg.ts';
import { makeFolder, removeFolder } from '../../support/sample-library.ts';
import { put } from '../../support/small-set.ts';
import { startServedProgram } from '../../support/served-program.ts';

/** `redreg data` on real files with real faults: the built command line, its trainer process, its library. */

const folder = makeFolder();
const file = join(folder, 'library.sqlite');
const cache = join(folder, 'cache');
const env = { REDREG_CACHE: cache };
let broken: BrokenSet;

beforeAll(async () => {
  broken = await makeBrokenSet(join(folder, 'emotions'));
  mkdirSync(join(folder, 'empty'));
  process.env['REDREG_CACHE'] = cache;
});
afterAll(() => {
  delete process.env['REDREG_CACHE'];
  removeFolder(folder);
});

const data = (...words: string[]): Promise<Ran> => redreg(['data', ...words, '--library', file], env);
const names = async (): Promise<string[]> => (await data('list', '--json')).json<{ name: string }[]>().map(({ name }) => name);

interface Report {
  readonly id: string;
  readonly errors: number;
  readonly broken_samples: number;
  readonly codes: Readonly<Record<string, number>>;
  readonly problems: readonly { readonly code: string; readonly list: string | null; readonly line: number | null }[];
  readonly found: { readonly counts: Readonly<Record<string, readonly number[]>>; readonly shared_speakers: number };
  readonly left_out: readonly string[];
}

describe('a folder with broken files', () => {
  test('is checked without a library: every problem with file and line, counts by code, exit code 1', async () => {
    const { code, stdout } = await data('check', broken.folder);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^train\.csv:2: error: .*is cut off.* \[data\.wav-truncated\]$/m);
    expect(stdout).toMatch(/^train\.csv:10: error: .*cannot be decoded.* \[data\.image-corrupt\]$/m);
    expect(stdout).toMatch(/^train\.csv:49: error: .* \[data\.missing-frames\]$/m);
    expect(stdout).toContain('4 errors in 3 samples, 1 warning.');
    expect(stdout).toMatch(/^ +1 {2}data\.wav-truncated$/m);
    const report = (await data('check', broken.folder, '--json')).json<Report>();
    expect(report).toMatchObject({ status: 'broken', id: null, errors: 4, warnings: 1, broken_samples: 3, left_out: [] });
    expect(report.codes).toMatchObject({ 'data.wav-truncated': 1, 'data.missing-wav': 1, 'data.no-validation': 1 });
    expect(report.problems).toContainEqual(
      expect.objectContaining({ code: 'data.missing-wav', list: join(broken.folder, 'train.csv'), line: 49 }),
    );
  });

  test('is added as it is, says that it cannot be trained on, and is mended by leaving the broken samples out', async () => {
    const added = await data('add', broken.folder);
    expect(added.code).toBe(1);
    expect(added.stdout).toMatch(/^Added "emotions" \(\w+\), crema-d: 49 train, 6 test; 2 classes\.$/m);
    expect(added.stdout).toContain('--leave-out-broken');
    const mended = (await data('check', 'emotions', '--leave-out-broken', '--json')).json<Report>();
    expect(mended).toMatchObject({ status: 'usable', errors: 0, found: { counts: { train: [22, 24], test: [3, 3] } } });
    expect([...mended.left_out].sort()).toEqual([broken.truncated, broken.noPicture, broken.missing].sort());
    const { code, stdout } = await data('check', 'emotions');
    expect([code, stdout.includes('No error, 1 warning.')]).toEqual([0, true]);
  });

  test('the name is taken only once, and the set is found by its id too', async () => {
    const again = await data('add', broken.folder);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('data.name-taken')]);
    const [, { id }] = (await data('list', '--json')).json<[unknown, { id: string }]>();
    expect((await data('check', id)).code).toBe(0);
  });

  test('is added without the broken ones under another name, with settings by path', async () => {
    const { code, json } = await data(
      ...['add', broken.folder, '--name', 'other', '--leave-out-broken', '--json', '--set', 'frames.count=2'],
      ...['--set', 'validation.kind=speaker', '--set', 'validation.speakers=["max"]'],
    );
    expect(code).toBe(0);
    // 8 takes each of kim and lee, in class "high" less two broken ones; the 8 of max are held back.
    expect(json<Report>()).toMatchObject({ errors: 0, found: { counts: { train: [14, 16], validation: [8, 8], test: [3, 3] } } });
    const [, , other] = (await data('list', '--json')).json<{ definition: unknown }[]>();
    expect(other?.definition).toMatchObject({
      frames: { count: 2 },
      validation: { kind: 'speaker', speakers: ['max'], seed: 0 },
    });
  });
});

describe('the data card', () => {
  test('has counts by class and split, and the speakers of each split and of both', async () => {
    const { code, stdout } = await data('show', 'other');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^class +train +validation +test +all\nhigh +14 +8 +3 +25\nlow +16 +8 +3 +27\nall +30 +16 +6 +52$/m);
    expect(stdout).toContain('speakers: 2 in train, 1 in validation, 3 in test; 2 in both train and test');
    expect(stdout).toContain('video 2 x 224 x 224 x 3');
    expect(stdout).toContain('left out: 3 samples');
    expect((await data('show', 'other', '--json')).json<Report>()).toMatchObject({ found: { shared_speakers: 2 } });
  });

  test('of the sample set, which was not added', async () => {
    const { stdout } = await data('show', 'av-digits');
    expect(stdout).toMatch(/^all +720 +120 +180 +1020$/m);
  });
});

describe('what is refused', () => {
  test('a folder in no layout: what is missing, exit code 1, and nothing is added', async () => {
    const before = await names();
    const { code, stderr, json } = await data('add', join(folder, 'empty'), '--json');
    expect(code).toBe(1);
    expect(stderr).toContain('data.not-a-layout');
    expect(json<{ error: { params: { problems: unknown[] } } }>()).toMatchObject({
      status: 'failed',
      error: { code: 'data.not-added', params: { problems: [{ code: 'data.not-a-layout' }] } },
    });
    expect(await names()).toEqual(before);
  });

  test('a list with nothing in it, found by --set', async () => {
    put(join(folder, 'emotions', 'none.csv'), '');
    const { code, stderr } = await data('add', broken.folder, '--name', 'none', '--set', 'trainList=none.csv');
    expect(code).toBe(1);
    expect(stderr).toContain('[data.list-empty]');
  });

  test.each([
    [['check', 'nothing'], 2, 'data.no-such-set'],
    [['remove', 'nothing'], 2, 'data.no-such-set'],
    [['remove', 'av-digits'], 1, 'data.built-in'],
    [['check', 'av-digits', '--leave-out-broken'], 2, 'cli.bad-arguments'],
    [['add'], 2, 'cli.bad-arguments'],
    [['mend'], 2, 'cli.bad-arguments'],
    [['add', '.', '--set', 'frames'], 1, 'data.definition-invalid'],
    [['add', '.', '--set', 'frames.count=none'], 1, 'data.not-added'],
  ])('%s: exit code %i, %s', async (words, expected, code) => {
    const at = words.map((word) => (word === '.' ? broken.folder : word));
    const name = words[0] === 'add' && words.length > 1 ? ['--name', 'refused'] : [];
    const ran = await data(...at, ...name);
    expect([ran.code, ran.stderr]).toEqual([expected, expect.stringContaining(code)]);
  });
});

describe('prepare', () => {
  const shards = (): string[] =>
    readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((name) => /shard|\.bin/.test(name));

  test('makes the features, says how long it took, and finds them made the next time', async () => {
    const first = await data('prepare', 'other', '--json');
    expect([first.code, first.json()]).toEqual([0, expect.objectContaining({ status: 'prepared', name: 'other' })]);
    const made = shards();
    const again = await data('prepare', 'other');
    expect(again.stdout).toContain('The features of "other" are prepared');
    expect(again.stdout).toMatch(/^video +0\.\d+ +0\.\d+ +0\.00 +0 +0:00 {2}as computed$/m);
    expect(shards()).toEqual(made);
  });

  test('tells the size alone, as it is before and after', async () => {
    const told = await data('prepare', 'other', '--size', '--json');
    expect(told.json()).toMatchObject({
      status: 'told',
      cache: {
        has_room: true,
        modalities: [
          { modality: 'audio', to_write_bytes: 0 },
          { modality: 'video', form: 'whole' },
        ],
      },
    });
  });

  test('tells every sample that cannot be decoded, and leaves them out when asked to', async () => {
    const set = await makeBrokenSet(join(folder, 'undecodable'));
    await set.mend();
    const [first, second] = ['high_kim_1', 'low_lee_2'].map((stem) => join(set.folder, 'Image-03-FPS', stem, '00000.jpg'));
    // The head of a JPEG and nothing behind: a check, which looks at the head, does not see it.
    for (const picture of [first, second]) put(picture ?? '', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16]));
    expect((await data('add', set.folder, '--name', 'undecodable')).code).toBe(0);
    const refused = await data('prepare', 'undecodable');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^train\.csv:1: error: .*high_kim_1.* \[data\.image-corrupt\]$/m);
    expect(refused.stderr).toMatch(/^train\.csv:34: error: .*low_lee_2.* \[data\.image-corrupt\]$/m);
    expect(refused.stderr).toContain('data.samples-at-fault');
    const mended = await data('prepare', 'undecodable', '--leave-out-broken', '--json');
    expect(mended.json()).toMatchObject({ status: 'prepared', left_out: ['high_kim_1', 'low_lee_2'] });
    expect((await data('show', 'undecodable', '--json')).json<Report>().left_out).toEqual(['high_kim_1', 'low_lee_2']);
    expect((await data('remove', 'undecodable')).code).toBe(0);
  });

  test('Ctrl-C cancels it and says that the same command goes on', async () => {
    const child = spawn(process.execPath, [built('main', 'cli.js'), 'data', 'prepare', 'av-digits', '--library', file], {
      env: { ...process.env, ...env },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    child.stderr.once('data', () => child.kill('SIGINT'));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, stderr]).toEqual([1, expect.stringContaining('Cancelling.')]);
    expect(stdout).toMatch(/^Cancelled after .* the same command goes on there\.$/m);
    expect((await data('prepare', 'av-digits')).code).toBe(0);
  });
});

describe('beside an open studio', () => {
  test('every command is answered by it, and what is added stands in its list at once', async () => {
    const program = await startServedProgram(file);
    try {
      expect(await names()).toEqual(['av-digits', 'emotions', 'other']);
      expect((await data('check', broken.folder, '--json')).json<Report>()).toMatchObject({ errors: 4 });
      const added = await data('add', broken.folder, '--name', 'third', '--leave-out-broken', '--json');
      expect(added.code).toBe(0);
      expect((await data('prepare', 'third')).code).toBe(0);
      expect(await names()).toContain('third');
      expect((await data('remove', added.json<Report>().id)).stdout).toContain('Removed "third"');
    } finally {
      await program.end('SIGTERM');
    }
    expect(await names()).not.toContain('third');
  });
});

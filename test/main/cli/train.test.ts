import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redreg, type Ran } from '../../support/redreg.ts';

/** The command line on the sample set, as a new user types it, with short runs. */

const folder = mkdtempSync(join(tmpdir(), 'redreg-cli-'));
const library = join(folder, 'library.sqlite');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Figures {
  readonly n: number;
  readonly accuracy: number;
  readonly macro_f1: number;
  readonly map: number;
  readonly modality_accuracy: { readonly audio: number | null; readonly video: number | null };
}
interface Trained {
  readonly run: string;
  readonly status: string;
  readonly method: string;
  readonly seed: number;
  readonly epochs: number;
  readonly seconds: number;
  readonly weights_sha256: string;
  readonly splits: { readonly train: Figures; readonly validation: Figures; readonly test: Figures };
}

const SHORT = ['--preset', 'quick', '--epochs', '1', '--set', 'model.width=4', '--set', 'training.batch=120'];
const train = (...more: string[]): Promise<Ran> =>
  redreg(['train', '--data', 'av-digits', ...SHORT, '--library', library, '--json', ...more]);

describe('redreg train', () => {
  let first: Trained;
  beforeAll(async () => {
    const ran = await train('--method', 'redreg');
    expect(ran.code, ran.stderr).toBe(0);
    first = ran.json<Trained>();
  }, 240_000);

  it('ends with one object on the last line, with all figures', () => {
    expect(first).toMatchObject({ status: 'finished', method: 'redreg', seed: 0, epochs: 1 });
    expect(first.weights_sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(first.splits.train.n).toBe(720);
    expect(first.splits.validation.n).toBe(120);
    for (const split of Object.values(first.splits))
      for (const value of [
        split.accuracy,
        split.macro_f1,
        split.map,
        split.modality_accuracy.audio,
        split.modality_accuracy.video,
      ])
        expect(value).toBeTypeOf('number');
  });

  it('gives the same weights for the same seed, bit for bit, and others for another', async () => {
    const again = (await train('--method', 'redreg')).json<Trained>();
    const other = (await train('--method', 'redreg', '--seed', '1')).json<Trained>();
    expect(again.weights_sha256).toBe(first.weights_sha256);
    expect(other.weights_sha256).not.toBe(first.weights_sha256);
  }, 240_000);

  it('is measured the same by eval in a new process', async () => {
    const ran = await redreg(['eval', first.run, '--checkpoint', 'best', '--split', 'test', '--library', library, '--json']);
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.json<Trained>().splits.test).toEqual(first.splits.test);
  }, 120_000);

  it('is listed and shown, with its series', async () => {
    const listed = (await redreg(['runs', '--library', library, '--json'])).json<
      { id: string; name: string; method: string; seed: number; status: string }[]
    >();
    expect(listed.find((run) => run.id === first.run)).toMatchObject({
      name: 'redreg-av-digits-concat-s0',
      method: 'redreg',
      seed: 0,
      status: 'finished',
    });
    const series = (
      await redreg(['show', first.run, '--series', 'redundancy-monitor/r/audio', '--library', library, '--json'])
    ).json<{ steps: number[]; values: number[] }>();
    expect(series.steps).toEqual([1, 2, 3, 4, 5, 6]);
    expect(series.values.every(Number.isFinite)).toBe(true);
    const shown = await redreg(['show', first.run, '--library', library]);
    expect(shown.stdout).toContain('best.safetensors');
  });

  it('refuses what it does not know, before a run is made', async () => {
    const count = async (): Promise<number> => (await redreg(['runs', '--library', library, '--json'])).json<unknown[]>().length;
    const before = await count();
    const wrong: [string[], string][] = [
      [['--method', 'redregg'], 'method.unknown'],
      [['--method', 'redreg', '--set', 'links.redundancy-monitor=off'], 'method.link-required'],
      [['--method', 'redreg', '--set', 'links.nothing.x=1'], 'method.unknown-link'],
      [['--method', 'redreg', '--set', 'links.redundancy-monitor.gamma=much'], 'method.bad-option'],
      [['--method', 'redreg', '--set', 'training.batsh=3'], 'train.bad-setting'],
      [['--method', 'redreg', '--set', 'trainin.batch=3'], 'train.unknown-setting'],
      [['--method', 'redreg', '--seed', '-1'], 'cli.bad-arguments'],
    ];
    for (const [words, code] of wrong) {
      const ran = await train(...words);
      expect(ran.stderr, words.join(' ')).toContain(code);
      expect(ran.code).toBe(2);
    }
    expect(await count()).toBe(before);
  }, 120_000);
});

describe('bad libraries', () => {
  it('a file that is no database is refused and left as it is', async () => {
    const file = join(folder, 'notes.sqlite');
    writeFileSync(file, 'these are my notes, not a database, and they are longer than a header of SQLite is. '.repeat(3));
    const ran = await redreg(['train', '--data', 'av-digits', '--method', 'joint', ...SHORT, '--library', file]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('store.not-a-database');
    expect(existsSync(join(folder, 'checkpoints', 'notes'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith('notes'))).toEqual(['notes.sqlite']);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { redreg } from '../../support/redreg.ts';

/** Text, audio and vision as sequences through the command line: a small pickle in MMSA's form, 14 + 6 + 8 samples of ten steps. */

const folder = mkdtempSync(join(tmpdir(), 'redreg-sequences-'));
const library = join(folder, 'library.sqlite');
const data = join(import.meta.dirname, '../../fixtures/mosi/aligned_50.pkl');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly run: string;
  readonly status: string;
  readonly weights_sha256: string;
  readonly splits: Record<string, { n: number; majority_rate: number; modality_accuracy: Record<string, number | null> }>;
}

const TRANSFORMER = ['heads=2', 'layers=2', 'feedForward=16', 'dim=8'].map((one) => `model.sequence.${one}`);
const run = async (method: string, model: readonly string[]): Promise<Ended> => {
  const set = [...model, 'training.batch=4'].flatMap((one) => ['--set', one]);
  const words = ['train', '--data', data, '--method', method, '--epochs', '1', '--threads', '1', '--library', library, '--json'];
  const ran = await redreg([...words, ...set]);
  expect(ran.code, ran.stderr).toBe(0);
  return ran.json<Ended>();
};

describe('a data set of three sequences', () => {
  test.each(['redreg', 'inforeg', 'ogm-ge'])(
    'is trained on by %s, and the saved weights measure the same',
    async (method) => {
      const ended = await run(method, TRANSFORMER);
      expect(ended.status).toBe('finished');
      const { test: found } = ended.splits;
      expect(found?.n).toBe(8);
      expect(found?.majority_rate).toBeGreaterThanOrEqual(0.5);
      for (const id of ['text', 'audio', 'vision']) expect(found?.modality_accuracy[id]).toBeTypeOf('number');
      const again = await redreg(['eval', ended.run, '--checkpoint', 'last', '--split', 'test', '--library', library, '--json']);
      expect(again.code, again.stderr).toBe(0);
      expect(again.json<Ended>().splits['test']).toEqual(
        (await redreg(['show', ended.run, '--library', library, '--json'])).json<{ last_splits: Ended['splits'] }>().last_splits[
          'test'
        ],
      );
    },
    600_000,
  );

  test('repeats bit for bit with the same seed, dropout and all; a GRU gives other weights', async () => {
    const [one, two, gru] = [
      await run('joint', TRANSFORMER),
      await run('joint', TRANSFORMER),
      await run('joint', ['model.sequence.kind=gru']),
    ];
    expect(two.weights_sha256).toBe(one.weights_sha256);
    expect(gru.status).toBe('finished');
    expect(gru.weights_sha256).not.toBe(one.weights_sha256);
  }, 600_000);
});

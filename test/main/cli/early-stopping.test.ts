import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { redreg, type Ran } from '../../support/redreg.ts';

/** Early stopping and the majority rate through the command line, on the sample set. */

const folder = mkdtempSync(join(tmpdir(), 'redreg-early-'));
const library = join(folder, 'library.sqlite');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Shown {
  readonly run: string;
  readonly id: string;
  readonly status: string;
  readonly epochs: number;
  readonly stopped_early: boolean;
  readonly best_epoch: number;
  readonly splits: Record<string, { accuracy: number; macro_f1: number; majority_rate: number }>;
}

/** No accuracy gains more than 1, so the second of six epochs is the last. */
const NO_GAIN = ['kind=patience', 'patience=1', 'minimumGain=1'].flatMap((one) => ['--set', `training.earlyStopping.${one}`]);
const train = (...more: string[]): Promise<Ran> =>
  redreg([
    ...['train', '--data', 'av-digits', '--method', 'joint', '--preset', 'quick', '--epochs', '6'],
    ...['--set', 'model.width=4', '--set', 'training.batch=120', '--library', library, ...more],
  ]);

describe('early stopping', () => {
  test('ends the run, which is finished, measured and says why; the majority rate stands beside the accuracy', async () => {
    const ran = await train('--json', ...NO_GAIN);
    expect(ran.code, ran.stderr).toBe(0);
    const trained = ran.json<Shown>();
    expect(trained).toMatchObject({ status: 'finished', epochs: 6, stopped_early: true });
    expect([1, 2]).toContain(trained.best_epoch);
    expect(ran.stderr).toContain('Stopped early after epoch 2: validation accuracy has not risen enough since epoch 1 (');
    // Ten digits, as many of each.
    expect(trained.splits['test']?.majority_rate).toBeCloseTo(0.1, 10);

    const shown = await redreg(['show', trained.run, '--library', library]);
    expect(shown.stdout).toContain('2 of 6 epochs (stopped early)');
    expect(shown.stdout).toMatch(/accuracy +majority +audio +video +macro F1/);
    const json = (await redreg(['show', trained.run, '--library', library, '--json'])).json<Shown>();
    expect(json).toMatchObject({ status: 'finished', epochs: 2, stopped_early: true });

    const measured = await redreg([
      'eval',
      trained.run,
      '--checkpoint',
      'best',
      '--split',
      'test',
      '--library',
      library,
      '--json',
    ]);
    expect(measured.json<Shown>().splits['test']).toEqual(trained.splits['test']);
  }, 600_000);

  test('is refused where the data has no validation split', async () => {
    const { code, stderr } = await train(...NO_GAIN, '--set', 'data.validation.kind=none');
    expect(code).toBe(1);
    expect(stderr).toContain('train.needs-validation: Early stopping watches the validation split, and av-digits has none.');
  }, 300_000);
});

import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Estimate } from '../../../src/core/contract/queue.ts';
import type { RunId } from '../../../src/core/contract/runs.ts';
import { DatasetDefinition } from '../../../src/core/data/definition.ts';
import { openLibrary } from '../../../src/main/store/library.ts';
import { forkTrainer } from '../../../src/main/studio/fork-trainer.ts';
import type { SpawnTrainer } from '../../../src/main/studio/trainer-process.ts';
import { built } from '../../support/built.ts';
import { openQueueStudio, type QueueStudio } from '../../support/queue-studio.ts';
import { codeOf, temporaryFolder, TEST } from '../../support/small-set.ts';
import { keptOf, smallConfig, smallSetFile } from '../../support/small-run.ts';

/** The queue with the real training process on the small set: 12 steps, a checkpoint before each. */

const { folder, remove } = temporaryFolder();
let data: DatasetDefinition;
let studio: QueueStudio;
/** Pids of the trainers, in the order of their start. */
const pids: number[] = [];

beforeAll(async () => {
  data = DatasetDefinition.parse(JSON.parse(readFileSync(await smallSetFile(join(folder, 'set')), 'utf8')));
  data = { ...data, root: join(folder, 'set') };
  const fork = forkTrainer(built('main', 'trainer.js'));
  const spawn: SpawnTrainer = (environment) => {
    const child = fork(environment);
    pids.push(child.pid ?? 0);
    return child;
  };
  studio = await openQueueStudio(folder, spawn);
});
afterAll(async () => {
  await studio.close();
  remove();
});

const addSmall = (changes: Parameters<typeof smallConfig>[2] = {}): RunId =>
  studio.addConfigs([smallConfig(data, 'joint', changes)])[0] as RunId;
const isGone = (run: RunId) => () => studio.entry(run) === undefined && !studio.studio.isTraining();

function kept(run: RunId): Record<string, unknown> {
  const library = openLibrary(join(folder, 'library.sqlite'), { readOnly: true });
  onTestFinished(() => library.close());
  return keptOf(library, run);
}

interface Figures {
  readonly figures: readonly { which: string; split: string; metrics: { confusion: number[][] } }[];
}
type Cell = Parameters<QueueStudio['studio']['handlers']['runs.samples']>[0];
const samplesBehind = (cell: Cell): string[] =>
  (studio.studio.handlers['runs.samples'](cell) as unknown as { samples: string[] }).samples;

test('a run that was paused, killed and resumed ends as one that was not; figures, samples and events on the way', async () => {
  const whole = addSmall();
  const broken = addSmall();
  await studio.until(() => studio.entry(whole) === undefined);
  expect(studio.status(whole)).toBe('finished');

  await studio.until(() => (studio.entry(broken)?.progress?.done ?? 0) >= 2);
  await studio.studio.handlers['queue.pause']({ run: broken });
  await studio.until(() => studio.entry(broken)?.status === 'paused');
  await studio.studio.handlers['queue.resume']({ run: broken });
  await studio.until(() => (studio.entry(broken)?.progress?.done ?? 0) >= 6);
  process.kill(pids.at(-1) ?? 0, 'SIGKILL');
  await studio.until(() => studio.entry(broken)?.status === 'failed');
  expect(studio.entry(broken)?.error?.code).toBe('trainer.died');
  await studio.studio.handlers['queue.resume']({ run: broken });
  await studio.until(isGone(broken));
  expect(kept(broken)).toEqual(kept(whole));

  // Each sample of the test split is behind exactly one cell, and each fused cell has as many as the figures say.
  const { figures } = (await studio.studio.handlers['runs.figures']({ runs: [whole] })) as unknown as Figures;
  for (const which of ['last', 'best'] as const)
    for (const by of ['fused', 'audio', 'video']) {
      const cells = [0, 1].map((label) =>
        [0, 1].map((predicted) => samplesBehind({ run: whole, which, split: 'test', by, label, predicted })),
      );
      expect(cells.flat(2).toSorted()).toEqual([...TEST].toSorted());
      expect(cells[0]?.flat().every((name) => name.startsWith('a'))).toBe(true);
      const confusion = figures.find((one) => one.which === which && one.split === 'test')?.metrics.confusion;
      if (by === 'fused') expect(cells.map((row) => row.map(({ length }) => length))).toEqual(confusion);
    }

  const progress = studio.toldOf('queue.progress').filter(({ payload }) => payload.run === whole);
  expect(progress.some(({ payload }) => payload.phase === 'train' && payload.total === 12)).toBe(true);
  expect(studio.toldOf('runs.changed').some(({ payload }) => payload.runs?.includes(whole))).toBe(true);
}, 180_000);

test('an estimate by a probe; refused while a run is trained, broken off by one that begins; then by earlier runs', async () => {
  const { handlers } = studio.studio;
  const config = smallConfig(data, 'joint', { seed: 9 });
  const estimate = (await handlers['queue.estimate']({ config })) as Estimate;
  expect(estimate).toMatchObject({ from: 'probe' });
  expect(estimate.secondsPerStep).toBeGreaterThan(0);
  // 12 steps, 3 evaluations of 10 samples, 2 of all 18.
  expect(estimate.seconds).toBeGreaterThan(12 * estimate.secondsPerStep);
  expect(estimate.seconds).toBeLessThan(60);
  expect(estimate.peakMemoryBytes).toBeGreaterThan(50e6);

  const run = addSmall({ seed: 9 });
  expect(studio.entry(run)?.estimate).toMatchObject({ from: 'earlier-runs' });
  // But for the run's own labels in the file.
  expect((studio.entry(run)?.estimate?.checkpointBytes ?? 0) / estimate.checkpointBytes).toBeCloseTo(1, 2);
  expect((handlers['queue.list']({}) as { secondsLeft: number | null }).secondsLeft).toBeGreaterThan(0);
  expect(await codeOf(() => handlers['queue.estimate']({ config }))).toBe('queue.busy');
  await handlers['queue.abort']({ run });
  await studio.until(isGone(run));

  const measured = codeOf(() => handlers['queue.estimate']({ config }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const next = addSmall({ seed: 10 });
  expect(await measured).toBe('queue.busy');
  await studio.until(isGone(next));
  expect(studio.status(next)).toBe('finished');
}, 180_000);

test('a configuration that cannot be opened is told as what it is', async () => {
  const config = smallConfig({ ...data, trainList: 'gone.csv' }, 'joint');
  expect(await codeOf(() => studio.studio.handlers['queue.estimate']({ config }))).toMatch(/^data\./);
  const [run] = studio.addConfigs([config]) as [RunId];
  await studio.until(() => studio.entry(run)?.status === 'failed');
  expect(studio.entry(run)?.error?.code).toMatch(/^data\./);
}, 180_000);

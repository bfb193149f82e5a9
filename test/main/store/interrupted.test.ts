import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLibrary } from '../../../src/main/store/library.ts';
import { isAlive, ownProcess, type ProcessIdentity } from '../../../src/main/store/process-identity.ts';
import { config, temporaryFolder } from './support.ts';

/** A process that is gone. */
function deadProcess(): ProcessIdentity {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  return { pid, started: '1' };
}

test('runs whose process is gone become interrupted when the library is opened for writing', () => {
  const file = join(temporaryFolder(), 'library.sqlite');
  let now = 1000;
  const library = openLibrary(file, { now: () => now });
  const start = (process: ProcessIdentity | undefined, seed: number): string => {
    const id = library.createRun({ config: config({ seed }) });
    library.startRun(id, process);
    return id;
  };
  const queued = library.createRun({ config: config() });
  const gone = start(deadProcess(), 1);
  const paused = start(deadProcess(), 2);
  library.finishRun(paused, 'paused');
  const alive = start(undefined, 3);
  const reused = start({ pid: process.pid, started: 'an earlier process of this number' }, 4);
  const done = start(deadProcess(), 5);
  library.finishRun(done, 'finished');
  now = 4000;
  library.appendPoints(gone, { loss: { steps: [0], values: [1] } });
  library.close();

  openLibrary(file, { readOnly: true }).close();
  now = 9000;
  const again = openLibrary(file, { now: () => now });
  onTestFinished(() => again.close());
  expect(again.interrupted.toSorted()).toEqual([gone, reused].toSorted());
  const status = Object.fromEntries(again.listRuns().map((run) => [run.id, run.status]));
  expect(status).toEqual({
    [queued]: 'queued',
    [gone]: 'interrupted',
    [paused]: 'paused',
    [alive]: 'running',
    [reused]: 'interrupted',
    [done]: 'finished',
  });
  // It ended at its last sign of life, the point at 4 s, not when somebody looked.
  expect(again.getRun(gone)).toMatchObject({ endedMs: 4000, seconds: 3, process: null });
  expect(again.listEvents(gone)).toMatchObject([{ level: 'warning' }]);
  expect(again.listRuns({ search: 'interrupted' })).toHaveLength(2);
});

test('a reader changes nothing', () => {
  const file = join(temporaryFolder(), 'library.sqlite');
  const library = openLibrary(file);
  const run = library.createRun({ config: config() });
  library.startRun(run, deadProcess());
  library.close();
  const reader = openLibrary(file, { readOnly: true });
  onTestFinished(() => reader.close());
  expect(reader.interrupted).toEqual([]);
  expect(reader.getRun(run).status).toBe('running');
});

test('a process is told from a later one of the same number', () => {
  expect(isAlive(ownProcess())).toBe(true);
  expect(isAlive({ ...ownProcess(), started: '12' })).toBe(process.platform === 'win32');
  expect(isAlive(deadProcess())).toBe(false);
  for (const pid of [0, -1, NaN, 2 ** 40]) expect(isAlive({ pid, started: '' })).toBe(false);
});

test.skipIf(process.platform !== 'linux')('a dead process that its parent has not collected yet is not alive', async () => {
  // The shell starts a child, and before that ends becomes a program that never collects it.
  const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 30']);
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const child = { pid: Number(line.toString()), started: '' };
  await expect.poll(() => isAlive(child), { timeout: 10_000 }).toBe(false);
  expect(() => process.kill(child.pid, 0)).not.toThrow();
});

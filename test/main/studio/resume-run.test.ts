import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DatasetDefinition } from '../../../src/core/data/definition.ts';
import { ownProcess } from '../../../src/main/store/process-identity.ts';
import { openLibrary, type Library } from '../../../src/main/store/library.ts';
import { pauseRun } from '../../../src/main/studio/pause-run.ts';
import { codeOf, put, temporaryFolder } from '../../support/small-set.ts';
import { keptOf, smallConfig, smallSetFile, start, STEPS_AN_EPOCH, wordsOf } from '../../support/small-run.ts';
import { tone, wavFile } from '../../support/wav.ts';

/** The real training process on the small set: 12 steps, a checkpoint before each. */

const { folder, remove } = temporaryFolder();
let library: Library;
let data: unknown;

beforeAll(async () => {
  data = DatasetDefinition.parse(JSON.parse(readFileSync(await smallSetFile(join(folder, 'set')), 'utf8')));
  library = openLibrary(join(folder, 'library.sqlite'));
});
afterAll(() => {
  library.close();
  remove();
});

/** The same run, never stopped. */
const whole = new Map<string, Promise<Record<string, unknown>>>();
function neverStopped(method: string): Promise<Record<string, unknown>> {
  const train = async (): Promise<Record<string, unknown>> => {
    const { run, ended } = start(library, { config: smallConfig(data, method, { checkpointMinutes: 10 }) });
    expect(wordsOf(await ended)).toBe('done');
    return keptOf(library, run);
  };
  const known = whole.get(method) ?? train();
  whole.set(method, known);
  return known;
}

describe.concurrent.each(['redreg', 'ogm-ge', 'inforeg'])('%s', (method) => {
  test('paused and resumed five times it ends as one never stopped, series and all', async () => {
    let pauses = 0;
    let run: string | null = null;
    for (const pauseAt of [2, 4, 5, 7, 9, null]) {
      const running = start(library, run ?? { config: smallConfig(data, method) }, (message, { pause }) => {
        if (message.type === 'saving' && pauseAt !== null && message.step >= pauseAt) pause();
      });
      run = running.run;
      const last = await running.ended;
      expect(wordsOf(last)).toBe(pauseAt === null ? 'done' : 'paused');
      if (last.type !== 'paused') continue;
      pauses++;
      expect(library.getRun(run)).toMatchObject({ status: 'paused', process: null, steps: last.step });
    }
    expect(pauses).toBe(5);
    expect(keptOf(library, run ?? '')).toEqual(await neverStopped(method));
  }, 300_000);

  // The command itself is killed, for all three, in test/main/cli/resume.test.ts.
  test.runIf(method === 'redreg')(
    'its trainer killed with -9 in mid-epoch it goes on to the same end',
    async () => {
      const killAt = STEPS_AN_EPOCH + 2;
      const running = start(library, { config: smallConfig(data, method) }, (message, { pid }) => {
        if (message.type === 'checkpoint' && message.checkpoint.step >= killAt) process.kill(pid ?? 0, 'SIGKILL');
      });
      const last = await running.ended;
      expect(wordsOf(last)).toMatch(/^trainer\.died: .*memory ran out.*redreg resume.*smaller batch/);
      const { run } = running;
      expect(library.getRun(run)).toMatchObject({ status: 'failed', error: { code: 'trainer.died' } });
      expect(library.listCheckpoints(run).find(({ kind }) => kind === 'last')?.step).toBeGreaterThanOrEqual(killAt);

      expect(wordsOf(await start(library, run).ended)).toBe('done');
      expect(keptOf(library, run)).toEqual(await neverStopped(method));
    },
    300_000,
  );
});

describe('where a run cannot go on, it says why and stays as it was', () => {
  /** A run that was paused after some steps. */
  async function paused(): Promise<string> {
    const running = start(library, { config: smallConfig(data, 'joint') }, (message, { pause }) => {
      if (message.type === 'saving' && message.step >= 5) pause();
    });
    expect(wordsOf(await running.ended)).toBe('paused');
    return running.run;
  }
  const lastOf = (run: string): string => library.listCheckpoints(run).find(({ kind }) => kind === 'last')?.file ?? '';

  test('a checkpoint that was cut short or is gone', async () => {
    const run = await paused();
    const before = keptOf(library, run);
    const bytes = readFileSync(lastOf(run));
    truncateSync(lastOf(run), bytes.length - 100);
    expect(wordsOf(await start(library, run).ended)).toMatch(/^checkpoint\.unreadable: .*last\.safetensors/);
    expect(keptOf(library, run)).toEqual(before);
    const best = join(folder, 'checkpoints', run, 'best.safetensors');
    const kept = readFileSync(best);
    for (const { file } of library.listCheckpoints(run)) rmSync(file);
    expect(await codeOf(() => start(library, run))).toBe('checkpoint.missing');
    writeFileSync(join(folder, 'checkpoints', run, 'last.safetensors'), bytes);
    // The best one would be missed at the very end.
    expect(wordsOf(await start(library, run).ended)).toMatch(/^checkpoint\.missing: .*best\.safetensors/);
    writeFileSync(best, kept);
    expect(wordsOf(await start(library, run).ended)).toBe('done');
  }, 180_000);

  test('other data: the fingerprint differs', async () => {
    const run = await paused();
    const before = keptOf(library, run);
    const file = join(folder, 'set', 'AudioWAV', 'a_kim_1.wav');
    const original = readFileSync(file);
    put(file, wavFile(tone(1500, 99)));
    expect(wordsOf(await start(library, run).ended)).toMatch(/^data\.other-fingerprint/);
    expect(keptOf(library, run)).toEqual(before);
    put(file, original);
    expect(wordsOf(await start(library, run).ended)).toBe('done');
  }, 180_000);

  test('a finished and a running one; a stopped one goes on', async () => {
    const running = start(library, { config: smallConfig(data, 'joint') }, (message, { stop }) => {
      if (message.type === 'saving' && message.step >= 5) stop();
    });
    expect(await codeOf(() => start(library, running.run))).toBe('run.is-running');
    expect(await running.ended).toMatchObject({ type: 'stopped', kept: true });
    expect(wordsOf(await start(library, running.run).ended)).toBe('done');
    expect(keptOf(library, running.run)).toEqual(await neverStopped('joint'));
    expect(await codeOf(() => start(library, running.run))).toBe('run.finished');
  }, 180_000);

  test('nothing was saved: from the start, and nothing of the first try is left', async () => {
    const running = start(library, { config: smallConfig(data, 'joint', { checkpointMinutes: 10 }) }, (message, { pid }) => {
      if (message.type === 'points') process.kill(pid ?? 0, 'SIGKILL');
    });
    expect(wordsOf(await running.ended)).toMatch(/^trainer\.died/);
    rmSync(join(folder, 'checkpoints', running.run), { recursive: true, force: true });
    const stored = library.listCheckpoints(running.run).length;
    if (stored > 0) return; // the kill came after the first epoch's best; that case is tested above
    expect(wordsOf(await start(library, running.run).ended)).toBe('done');
    expect(keptOf(library, running.run)).toEqual(await neverStopped('joint'));
  }, 180_000);
});

test('threads and device are those of the first start', async () => {
  const running = start(library, { config: smallConfig(data, 'joint', { threads: 2 }) }, (message, { pause }) => {
    if (message.type === 'saving') pause();
  });
  await running.ended;
  const found: unknown[] = [];
  const again = start(library, running.run, (message, { abort }) => {
    if (message.type === 'ready') found.push(message.environment.threads, message.environment.device);
    if (message.type === 'ready') abort();
  });
  expect(await again.ended).toMatchObject({ type: 'stopped', kept: false });
  expect(found).toEqual([2, 'cpu']);
}, 180_000);

test('only the very process that the library names is ever signalled', async () => {
  const run = library.createRun({ config: smallConfig(data, 'joint') });
  const asked = (): Promise<unknown> => codeOf(() => pauseRun({ libraryFile: library.file, run }));
  expect(await asked()).toBe('run.not-running');
  // The number belongs to a living process, the start time to another; then no start time at all.
  library.startRun(run, { pid: process.ppid, started: '1' });
  expect(await asked()).toBe('run.not-running');
  library.startRun(run, { pid: process.ppid, started: '' });
  expect(await asked()).toBe('run.not-running');
  library.startRun(run, ownProcess());
  expect(await asked()).toBe('run.not-running');
  library.finishRun(run, 'failed');
});

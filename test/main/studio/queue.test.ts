import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { QueueEntry } from '../../../src/core/contract/queue.ts';
import type { RunId } from '../../../src/core/contract/runs.ts';
import { openLibrary } from '../../../src/main/store/library.ts';
import { openQueueStudio, standInConfig, type QueueStudio } from '../../support/queue-studio.ts';
import { codeOf, temporaryFolder } from '../../support/small-set.ts';

/** The queue with a stand-in for the trainer; the real one is in queue-real.test.ts. */

let folder: string;
let remove: () => void;
const opened: QueueStudio[] = [];

beforeEach(() => ({ folder, remove } = temporaryFolder()));
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  remove();
});

async function open(): Promise<QueueStudio> {
  const one = await openQueueStudio(folder);
  opened.push(one);
  return one;
}
async function closeAll(): Promise<void> {
  for (const one of opened.splice(0)) await one.close();
}

const call = (one: QueueStudio, name: 'pause' | 'resume' | 'stop' | 'abort' | 'retry', run: RunId): unknown =>
  one.studio.handlers[`queue.${name}`]({ run });
const hold = (one: QueueStudio, isHeld: boolean): unknown => one.studio.handlers['queue.hold']({ isHeld });
const orderOf = (one: QueueStudio): string[] => one.entries().map(({ run }) => run);
const isGone = (one: QueueStudio, run: RunId) => () => one.entry(run) === undefined && !one.studio.isTraining();
const isTrained = (one: QueueStudio, run: RunId) => () => (one.entry(run)?.progress?.done ?? 0) > 0;

describe('one after the other', () => {
  test('runs are trained in their order, one at a time, and leave the queue', async () => {
    const one = await open();
    const runs = one.add('works', 'works', 'works');
    expect(orderOf(one)).toEqual(runs);
    const seen = new Set<number>();
    await one.until(() => {
      seen.add(one.entries().filter(({ status }) => status === 'running').length);
      return runs.every((run) => one.status(run) === 'finished');
    });
    expect([...seen].every((n) => n <= 1)).toBe(true);
    expect(one.entries()).toEqual([]);
    const started = runs.map((run) => one.studio.handlers['runs.get']({ run }) as { startedMs: number });
    expect(started.map(({ startedMs }) => startedMs)).toEqual(
      started.map(({ startedMs }) => startedMs).toSorted((a, b) => a - b),
    );
    await one.until(() => !one.studio.isTraining());
  });

  test('names are made as the command line makes them; several at a time where the user says so', async () => {
    const one = await open();
    await one.studio.handlers['queue.slots']({ slots: 2 });
    const runs = one.add('waits', 'waits', 'waits');
    await one.until(() => one.entries().filter(({ progress }) => (progress?.done ?? 0) > 0).length === 2);
    expect(one.entries().map(({ status }) => status)).toEqual(['running', 'running', 'queued']);
    expect(one.entries().map(({ name }) => name)).toEqual(Array.from({ length: 3 }, () => 'joint-none-concat-s0'));
    expect(one.studio.isTraining()).toBe(true);
    for (const run of runs) call(one, 'abort', run);
    await one.until(() => !one.studio.isTraining());
  });

  test('all or none are added', async () => {
    const one = await open();
    hold(one, true);
    const good = standInConfig(folder, 'works');
    const missing = { ...good, data: { ...good.data, root: join(folder, 'gone') } };
    expect(await codeOf(() => one.addConfigs([good, missing]))).toBe('data.folder-missing');
    expect(await codeOf(() => one.addConfigs([good, { ...good, method: 'magic' }]))).toBe('method.unknown');
    expect(await codeOf(() => one.addConfigs([good, { ...good, links: { nothing: 'off' } }]))).toMatch(/^method\./);
    expect(one.entries()).toEqual([]);
    expect(one.studio.handlers['runs.list']({ search: '', limit: 10, offset: 0 })).toMatchObject({ total: 0 });
  });
});

describe('order', () => {
  test('a waiting run is put before another, or last, and that order is kept in the library', async () => {
    const one = await open();
    hold(one, true);
    const [a, b, c, d] = one.add('works', 'works', 'works', 'works') as [RunId, RunId, RunId, RunId];
    const move = (run: RunId, before: RunId | null): unknown => one.studio.handlers['queue.move']({ run, before });
    move(d, b);
    expect(orderOf(one)).toEqual([a, d, b, c]);
    move(a, null);
    expect(orderOf(one)).toEqual([d, b, c, a]);
    move(c, d);
    expect(orderOf(one)).toEqual([c, d, b, a]);
    move(c, c);
    await closeAll();

    const again = await open();
    expect(orderOf(again)).toEqual([c, d, b, a]);
    hold(again, false);
    await again.until(() => again.entries().length === 0);
    const startOf = (run: RunId): number => (again.studio.handlers['runs.get']({ run }) as { startedMs: number }).startedMs;
    expect([a, b, c, d].toSorted((x, y) => startOf(x) - startOf(y))).toEqual([c, d, b, a]);
  });

  test('what runs is not moved, and nothing is moved before it', async () => {
    const one = await open();
    const [a, b] = one.add('waits', 'works') as [RunId, RunId];
    await one.until(isTrained(one, a));
    expect(await codeOf(() => one.studio.handlers['queue.move']({ run: a, before: null }))).toBe('queue.not-waiting');
    expect(await codeOf(() => one.studio.handlers['queue.move']({ run: b, before: a }))).toBe('queue.not-waiting');
    call(one, 'abort', b);
    call(one, 'abort', a);
    await one.until(() => one.entries().length === 0);
  });
});

describe('pause, resume, stop, abort, retry', () => {
  test('a paused run rests while the next one runs, and goes on before those that wait', async () => {
    const one = await open();
    const [a, b, c] = one.add('waits', 'waits', 'waits') as [RunId, RunId, RunId];
    await one.until(isTrained(one, a));
    call(one, 'pause', a);
    expect(one.entry(a)).toMatchObject({ status: 'running', asked: 'pause' });
    await one.until(isTrained(one, b));
    expect(orderOf(one)).toEqual([b, c, a]);
    expect(one.entry(a)).toMatchObject({ status: 'paused', asked: null });
    call(one, 'resume', a);
    expect(orderOf(one)).toEqual([b, a, c]);
    call(one, 'stop', b);
    await one.until(() => (one.entry(a)?.progress?.done ?? 0) > 5, 'the paused run goes on after its checkpoint');
    expect(one.status(a)).toBe('running');
    expect(one.status(b)).toBe('stopped');
    for (const run of [c, a]) call(one, 'abort', run);
    await one.until(() => one.entries().length === 0);
    expect([one.status(a), one.status(c)]).toEqual(['stopped', 'stopped']);
  });

  test('a waiting run that is paused is out of turn until it is resumed', async () => {
    const one = await open();
    hold(one, true);
    const [a, b] = one.add('works', 'works') as [RunId, RunId];
    call(one, 'pause', a);
    hold(one, false);
    await one.until(isGone(one, b));
    expect(one.status(b)).toBe('finished');
    expect(one.entries()).toMatchObject([{ run: a, status: 'paused' }]);
    call(one, 'resume', a);
    await one.until(isGone(one, a));
    expect(one.status(a)).toBe('finished');
  });

  test('what a run cannot be asked is refused, and says what it is', async () => {
    const one = await open();
    const [a] = one.add('works') as [RunId];
    await one.until(isGone(one, a));
    expect(one.status(a)).toBe('finished');
    expect(await codeOf(() => call(one, 'pause', a))).toBe('queue.not-possible');
    expect(await codeOf(() => call(one, 'stop', a))).toBe('queue.not-possible');
    expect(await codeOf(() => call(one, 'abort', a))).toBe('queue.not-possible');
    expect(await codeOf(() => call(one, 'resume', a))).toBe('run.finished');
    expect(await codeOf(() => call(one, 'resume', 'nobody' as RunId))).toBe('store.unknown-run');
  });

  test('a trainer that dies has failed with its reason, the queue goes on, and retry makes a new run of it', async () => {
    const one = await open();
    const [a, b] = one.add('dies', 'works') as [RunId, RunId];
    await one.until(isGone(one, b));
    expect(one.status(b)).toBe('finished');
    expect(one.entries()).toMatchObject([{ run: a, status: 'failed', error: { code: 'trainer.died' } }]);
    expect(one.entry(a)?.error?.message).toContain('the model fell over');
    const { run } = call(one, 'retry', a) as { run: RunId };
    await one.until(() => one.entry(run)?.status === 'failed');
    expect(orderOf(one)).toEqual([run]);
    expect(one.status(a)).toBe('failed');
    call(one, 'abort', run);
    expect(one.entries()).toEqual([]);
    expect(one.status(run)).toBe('failed');
  });

  test('a run that cannot go on has failed with the reason, and is not tried for ever', async () => {
    const one = await open();
    const [a, b] = one.add('refuses', 'waits') as [RunId, RunId];
    await one.until(isTrained(one, a));
    call(one, 'pause', a);
    await one.until(isTrained(one, b));
    call(one, 'resume', a);
    call(one, 'abort', b);
    await one.until(() => one.entry(a)?.status === 'failed');
    expect(one.entry(a)?.error).toEqual({ code: 'data.other-fingerprint', message: 'the data is another' });
  });

  test('a trainer that does not hear is ended all the same', async () => {
    const one = await open();
    const [a, b] = one.add('deaf', 'works') as [RunId, RunId];
    await one.until(() => one.entry(a)?.status === 'running');
    call(one, 'abort', a);
    await one.until(isGone(one, b));
    expect(one.status(b)).toBe('finished');
    expect(one.entry(a)).toMatchObject({ status: 'failed', error: { code: 'trainer.killed' } });
  });
});

describe('what is told', () => {
  test('progress once a second at most, points by cursor, status at once', async () => {
    const one = await open();
    const [a] = one.add('waits') as [RunId];
    await one.until(isTrained(one, a));
    const from = one.told.length;
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const since = one.told.slice(from);
    const progress = since.filter(({ name }) => name === 'queue.progress');
    expect(progress.length).toBeGreaterThan(1);
    expect(progress.length).toBeLessThanOrEqual(3);
    const grown = one.toldOf('series.grew').map(({ payload }) => payload);
    expect(grown.length).toBeGreaterThan(3);
    expect(grown.map(({ lastStep }) => lastStep)).toEqual(grown.map(({ lastStep }) => lastStep).toSorted((x, y) => x - y));
    call(one, 'pause', a);
    await one.until(() => one.entry(a)?.status === 'paused');
    call(one, 'resume', a);
    await one.until(() => (one.entry(a)?.progress?.done ?? 0) > 5);
    // Points after step 5 were taken away: a chart has to read anew.
    expect(one.toldOf('series.grew').at(-1)?.payload.generation).toBeGreaterThan(grown[0]?.generation ?? 0);
    call(one, 'abort', a);
    await one.until(() => one.entries().length === 0);
    expect(one.toldOf('runs.changed').some(({ payload }) => payload.runs?.includes(a))).toBe(true);
  });
});

describe('the host ends', () => {
  test('closed: what runs is saved and rests, what waits goes on waiting, and a held queue stays held', async () => {
    const one = await open();
    const [a, b] = one.add('waits', 'works') as [RunId, RunId];
    await one.until(isTrained(one, a));
    hold(one, true);
    await closeAll();
    const library = openLibrary(join(folder, 'library.sqlite'), { readOnly: true });
    expect([library.getRun(a).status, library.getRun(b).status]).toEqual(['paused', 'queued']);
    library.close();

    const again = await open();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(again.entries()).toMatchObject([
      { run: b, status: 'queued' },
      { run: a, status: 'paused' },
    ]);
    hold(again, false);
    await again.until(() => again.status(b) === 'finished');
  });

  test('killed with -9: what ran is interrupted and may go on, what waited begins by itself', async () => {
    const one = await open();
    hold(one, true);
    const [a, b] = one.add('waits', 'works') as [RunId, RunId];
    await closeAll();
    const library = openLibrary(join(folder, 'library.sqlite'));
    library.setSetting('queue/held', null);
    library.close();

    const host = spawn(process.execPath, [resolve('test/fixtures/trainer/studio-host.mjs'), join(folder, 'library.sqlite')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void host.kill('SIGKILL'));
    for await (const line of createInterface(host.stdout)) {
      if (line === 'open') continue;
      const [first] = JSON.parse(line) as QueueEntry[];
      if (first?.run === a && first.status === 'running') break;
    }
    const exited = once(host, 'exit');
    host.kill('SIGKILL');
    await exited;

    const again = await open();
    await again.until(() => again.entry(b) === undefined);
    expect(again.status(b)).toBe('finished');
    expect(again.entries()).toMatchObject([{ run: a, status: 'interrupted' }]);
    call(again, 'resume', a);
    await again.until(isTrained(again, a));
    call(again, 'abort', a);
    await again.until(() => again.entries().length === 0);
  });
});

test('while another process has the library the queue can be seen, and begins when it is free', async () => {
  const first = await open();
  hold(first, true);
  const [a] = first.add('works') as [RunId];
  hold(first, false);
  await first.until(isGone(first, a));
  hold(first, true);
  const [b] = first.add('works') as [RunId];
  await first.studio.handlers['settings.set']({ name: 'queue/held', value: null });

  const other = await openQueueStudio(folder);
  expect(other.entries()).toMatchObject([{ run: b, status: 'queued' }]);
  expect(await codeOf(() => other.add('works'))).toBe('store.locked');
  expect(await codeOf(() => call(other, 'pause', b))).toBe('store.locked');
  await closeAll();
  opened.push(other);
  await other.until(() => other.status(b) === 'finished');
});

test('a copy of the library that was made while a run was trained: the run was interrupted, what waited begins', async () => {
  const one = await open();
  const [a, b] = one.add('waits', 'works') as [RunId, RunId];
  await one.until(isTrained(one, a));
  const copy = join(folder, 'copy.sqlite');
  await one.studio.handlers['library.backup']({ file: copy });
  call(one, 'abort', a);
  call(one, 'abort', b);
  await one.until(isGone(one, a));
  await one.studio.handlers['library.restore']({ file: copy });
  await one.until(isGone(one, b));
  expect(one.status(b)).toBe('finished');
  expect(one.entries()).toMatchObject([{ run: a, status: 'interrupted' }]);
});

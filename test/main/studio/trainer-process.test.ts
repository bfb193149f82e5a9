import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { FromTrainer, Job } from '../../../src/core/contract/trainer.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { forkTrainer } from '../../../src/main/studio/fork-trainer.ts';
import { startTrainer, type TrainerProcess } from '../../../src/main/studio/trainer-process.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/trainer');
const fake = forkTrainer(join(fixtures, 'fake.mjs'));

/** The fake trainer does what the run's name says. */
function start(run: string, leaveWithinMs?: number) {
  const job: Job = {
    job: 'verify',
    run,
    files: [],
    folders: { cache: '', checkpoints: '' },
    threads: null,
    kernels: 'fused',
    mutant: 'none',
  };
  const messages: FromTrainer[] = [];
  let heard: () => void = () => undefined;
  const trainer: TrainerProcess = startTrainer({
    spawn: fake,
    job,
    onMessage: (message) => {
      messages.push(message);
      heard();
    },
    ...(leaveWithinMs === undefined ? {} : { leaveWithinMs }),
  });
  /** Waits for the next message of this type. */
  const next = async (type: FromTrainer['type']): Promise<void> => {
    while (messages.at(-1)?.type !== type) await new Promise<void>((resolve) => (heard = resolve));
  };
  return { trainer, messages, next };
}

const endings = (messages: readonly FromTrainer[]): FromTrainer[] =>
  messages.filter(({ type }) => ['done', 'stopped', 'paused', 'failed'].includes(type));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 100 && isAlive(pid); i++) await wait(50);
  return !isAlive(pid);
}

test('hands on every message in order, numbers as they are, and ends with the last', async () => {
  const { trainer, messages } = start('works');

  expect(await trainer.ended).toEqual({ type: 'done', seconds: 1, weightsSha256: null });
  expect(messages.map(({ type }) => type)).toEqual(['progress', 'points', 'done']);
  expect(messages[1]).toEqual({ type: 'points', series: { loss: { steps: [1, 2, 3], values: [NaN, Infinity, 0.5] } } });
  expect(isAlive(trainer.pid ?? 0)).toBe(false);
});

test('asks for oneDNN and a quiet TensorFlow', async () => {
  const { trainer, messages } = start('environment');
  await trainer.ended;
  expect(messages[0]).toMatchObject({ text: '1 2' });
});

test('a process that dies has failed, with its exit code and last words', async () => {
  const { trainer, messages } = start('dies-of-a-fault');

  const last = await trainer.ended;
  expect(last).toMatchObject({ type: 'failed', error: { code: 'trainer.died', params: { exitCode: 1, signal: null } } });
  const words = last.type === 'failed' ? last.error.message : '';
  expect(words).toContain('said on stdout');
  expect(words).toContain('the model fell over');
  expect(messages).toEqual([last]);
});

test('a process that ends in silence has failed', async () => {
  const { trainer, messages } = start('ends-early');
  expect(await trainer.ended).toMatchObject({ type: 'failed', error: { code: 'trainer.died', params: { exitCode: 0 } } });
  expect(messages).toHaveLength(1);
});

test('a process killed from outside has failed, and the text speaks of memory', async () => {
  const { trainer } = start('is-killed');
  const last = await trainer.ended;
  expect(last).toMatchObject({ type: 'failed', error: { code: 'trainer.died', params: { exitCode: null, signal: 'SIGKILL' } } });
  expect(last.type === 'failed' && last.error.message).toContain('memory ran out');
});

test('only the first of two endings counts, and nothing comes after it', async () => {
  const { trainer, messages } = start('has-two-endings');
  expect(await trainer.ended).toMatchObject({ type: 'done' });
  expect(messages).toHaveLength(1);
});

test('a death after the last message does not turn success into failure', async () => {
  const { trainer, messages } = start('finishes-then-dies');
  expect(await trainer.ended).toMatchObject({ type: 'done' });
  expect(endings(messages)).toHaveLength(1);
});

test('a process that lingers after its last message is killed', async () => {
  const { trainer } = start('lingers', 100);
  expect(await trainer.ended).toMatchObject({ type: 'done' });
  expect(isAlive(trainer.pid ?? 0)).toBe(false);
});

test('stop reaches the process', async () => {
  const { trainer, messages, next } = start('waits');
  await next('progress');
  trainer.stop();

  expect(await trainer.ended).toMatchObject({ type: 'stopped', kept: true });
  expect(messages.map(({ type }) => type)).toEqual(['progress', 'stopped']);
});

test.skipIf(process.platform === 'win32')('a process that Ctrl-Z has stopped hears what it is asked', async () => {
  const { trainer, next } = start('waits');
  await next('progress');
  process.kill(trainer.pid ?? 0, 'SIGSTOP');
  trainer.pause();
  expect(await trainer.ended).toMatchObject({ type: 'paused' });
});

test('a pause ends the process, so that its memory is free', async () => {
  const { trainer, messages, next } = start('waits');
  await next('progress');
  trainer.pause();

  expect(await trainer.ended).toEqual({ type: 'paused', seconds: 0, step: 7 });
  expect(messages.map(({ type }) => type)).toEqual(['progress', 'paused']);
  expect(isAlive(trainer.pid ?? 0)).toBe(false);
});

test('the answer to "saving" reaches the process', async () => {
  const { trainer, messages, next } = start('waits');
  await next('progress');
  trainer.recorded();
  await vi.waitUntil(() => messages.length === 2);
  trainer.abort();
  await trainer.ended;
  expect(messages.map(({ type }) => type)).toEqual(['progress', 'progress', 'stopped']);
});

test('abort reaches the process', async () => {
  const { trainer, next } = start('waits');
  await next('progress');
  trainer.abort();
  expect(await trainer.ended).toMatchObject({ type: 'stopped', kept: false });
});

test('a process that hears nothing can be killed, and says who did it', async () => {
  const { trainer, next } = start('is-deaf');
  await next('progress');
  trainer.stop();
  trainer.kill();
  expect(await trainer.ended).toMatchObject({ type: 'failed', error: { code: 'trainer.killed' } });
});

test('requests after the end do nothing', async () => {
  const { trainer, messages } = start('works');
  await trainer.ended;
  trainer.stop();
  trainer.kill();
  expect(endings(messages)).toHaveLength(1);
});

test('supervision leaves no listener behind', async () => {
  const before = process.listenerCount('exit');
  await start('works').trainer.ended;
  expect(process.listenerCount('exit')).toBe(before);
});

test.each([
  ['is killed', 'stays', ''],
  ['exits', 'is-deaf', 'exit'],
])('when the host %s, its trainer goes too', async (_, run, then) => {
  const host = spawn(process.execPath, [join(fixtures, 'host.mjs'), run, then], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(host.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString().trim());
  expect(isAlive(pid)).toBe(true);

  if (then !== 'exit') host.kill('SIGKILL');
  expect(await gone(pid)).toBe(true);
});

test('a trainer that was not built is named', () => {
  expect(() => forkTrainer(join(fixtures, 'absent.js'))).toThrow(AppError);
  expect(() => forkTrainer(join(fixtures, 'absent.js'))).toThrow(/absent\.js.*npm run build/);
});

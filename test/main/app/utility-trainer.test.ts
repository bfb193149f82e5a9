import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { FromTrainer, Job } from '../../../src/core/contract/trainer.ts';
import { exitOf, utilityTrainer } from '../../../src/main/app/utility-trainer.ts';
import { startTrainer } from '../../../src/main/studio/trainer-process.ts';

vi.mock('electron', () => import('../../support/electron-stand-in/utility-process.ts'));

const fixtures = join(import.meta.dirname, '../../fixtures/trainer');

/** The same fake trainer as under Node, which does what the run's name says. */
function start(run: string) {
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
  const trainer = startTrainer({
    spawn: utilityTrainer(join(fixtures, 'fake.mjs')),
    job,
    onMessage: (message) => void messages.push(message),
    leaveWithinMs: 100,
  });
  return { trainer, messages };
}

test('the trainer speaks over the parent port as it does over the channel of a child', async () => {
  const { trainer, messages } = start('works');
  expect(await trainer.ended).toMatchObject({ type: 'done' });
  expect(messages.map(({ type }) => type)).toEqual(['progress', 'points', 'done']);
  expect(messages[1]).toEqual({ type: 'points', series: { loss: { steps: [1, 2, 3], values: [NaN, Infinity, 0.5] } } });
});

test('the environment reaches it', async () => {
  const { trainer, messages } = start('environment');
  await trainer.ended;
  expect(messages[0]).toMatchObject({ text: '1 2' });
});

test('what the host asks for reaches it', async () => {
  const { trainer, messages } = start('waits');
  await vi.waitUntil(() => messages.length === 1);
  trainer.recorded();
  await vi.waitUntil(() => messages.length === 2);
  trainer.pause();
  expect(await trainer.ended).toMatchObject({ type: 'paused', step: 7 });
});

test('its death is told with its last words', async () => {
  const last = await start('dies-of-a-fault').trainer.ended;
  expect(last).toMatchObject({ type: 'failed', error: { code: 'trainer.died', params: { exitCode: 1, signal: null } } });
  expect(last.type === 'failed' && last.error.message).toContain('the model fell over');
});

test('being killed for memory is told as such', async () => {
  expect(await start('is-killed').trainer.ended).toMatchObject({
    error: { code: 'trainer.died', params: { signal: 'SIGKILL' } },
  });
});

test('one that lingers and one that hears nothing are killed', async () => {
  expect(await start('lingers').trainer.ended).toMatchObject({ type: 'done' });
  const { trainer, messages } = start('is-deaf');
  await vi.waitUntil(() => messages.length === 1);
  trainer.kill();
  expect(await trainer.ended).toMatchObject({ type: 'failed', error: { code: 'trainer.killed' } });
});

test('a trainer that was not built is named', () => {
  expect(() => utilityTrainer(join(fixtures, 'absent.js'))).toThrow(
    expect.objectContaining({ code: 'trainer.not-started' }) as Error,
  );
});

test.each([
  [0, 'linux', { code: 0, signal: null }],
  [1, 'linux', { code: 1, signal: null }],
  [9, 'linux', { code: null, signal: 'SIGKILL' }],
  [139, 'darwin', { code: null, signal: 'SIGSEGV' }],
  [9, 'win32', { code: 9, signal: null }],
] as const)('the number %i on %s', (code, platform, exit) => {
  expect(exitOf(code, platform)).toEqual(exit);
});

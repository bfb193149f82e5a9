import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { pause } from '../../../src/main/cli/commands/pause.ts';
import { resume } from '../../../src/main/cli/commands/resume.ts';
import { runs } from '../../../src/main/cli/commands/runs.ts';
import { train } from '../../../src/main/cli/commands/train.ts';
import { findStudio } from '../../../src/main/cli/studio-client.ts';
import { openLibrary } from '../../../src/main/store/library.ts';
import { forkTrainer } from '../../../src/main/studio/fork-trainer.ts';
import { commandPlace, lockLibrary } from '../../../src/main/studio/library-lock.ts';
import { placeIn } from '../../support/sample-library.ts';
import { connect, signIn, start, type Started } from '../served/support.ts';

/** Machines may be busy. */
const SOON = { timeout: 20_000 };

/** Commands in a terminal while the studio has the library open. The trainer is a stand-in; the sockets, the queue and the library are real. */

const TRAINER = join(import.meta.dirname, '../../fixtures/trainer/queued.mjs');
let served: Started;
let file: string;
let said: string;
let told: string;

beforeEach(async () => {
  served = await start({ abilities: { spawnTrainer: forkTrainer(TRAINER) } });
  ({ file } = placeIn(served.folder));
  [said, told] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((said += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((told += String(text)), true));
});
afterEach(() => void vi.restoreAllMocks());

const json = (): Record<string, unknown> => JSON.parse(said.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
/** What becomes of the run stands where the stand-in reads it. */
const words = (fate: string): string[] => [
  ...['--data', 'av-digits', '--method', 'ogm', '--preset', 'quick', '--set', `preset=${fate}`],
  ...['--library', file, '--json'],
];
const status = (run: unknown): string => {
  const library = openLibrary(file, { readOnly: true });
  try {
    return library.getRun(String(run)).status;
  } finally {
    library.close();
  }
};

describe('train', () => {
  test('goes into the queue of the studio and is followed to its end', async () => {
    expect(await train.run(words('works'))).toBe(0);
    expect(json()).toMatchObject({ status: 'finished', method: 'ogm', epochs: expect.any(Number) as number });
    expect(status(json()['run'])).toBe('finished');
    // The studio still has the library, and nobody else took it.
    await expect(lockLibrary(file)).rejects.toMatchObject({ code: 'store.locked' });
  });

  test('a run that fails in the studio fails here, with its reason', async () => {
    expect(await train.run(words('dies'))).toBe(1);
    expect(json()).toMatchObject({ status: 'failed', error: { code: 'trainer.died' } });
    expect(told).toContain('the model fell over');
  });

  test('left with Ctrl-C, a run goes on; it is paused and resumed from here', async () => {
    const leaving = train.run(words('waits'));
    await vi.waitUntil(() => told.includes('train'), SOON);
    process.emit('SIGHUP', 'SIGHUP');
    expect(await leaving).toBe(0);
    const { run } = json();
    expect(json()).toEqual({ run, status: 'running' });
    expect(told).toContain(`redreg pause ${String(run)} --library ${file}`);

    expect(await pause.run([String(run), '--library', file, '--json'])).toBe(0);
    expect(json()).toMatchObject({ run, status: 'paused' });

    const again = resume.run([String(run), '--library', file, '--json']);
    await vi.waitUntil(() => status(run) === 'running', SOON);
    expect(await pause.run([String(run), '--library', file])).toBe(0);
    expect(await again).toBe(0);
    expect(status(run)).toBe('paused');
  });

  test('a run that waits is paused too; one that rests is not, and says why', async () => {
    const first = train.run(words('waits'));
    await vi.waitUntil(() => told.includes('train'), SOON);
    const second = train.run(words('works'));
    await vi.waitUntil(() => told.includes('is in the queue of the studio'), SOON);
    const waiting = /(\S+) is in the queue of the studio/.exec(told)?.[1] ?? '';
    expect(await pause.run([waiting, '--library', file])).toBe(0);
    expect(await second).toBe(0);
    await expect(pause.run([waiting, '--library', file])).rejects.toMatchObject({ code: 'run.not-running' });
    process.emit('SIGHUP', 'SIGHUP');
    expect(await first).toBe(0);
  });

  test('a studio that ends meanwhile pauses the run, and the command says where it goes on', async () => {
    const following = train.run(words('waits'));
    await vi.waitUntil(() => told.includes('train'), SOON);
    await served.close();
    expect(await following).toBe(0);
    expect(json()).toMatchObject({ status: 'paused' });
    expect(told).toContain('redreg resume');
  });
});

test('what the studio refuses keeps its code', async () => {
  expect(await train.run(words('works'))).toBe(0);
  const { run } = json();
  await expect(resume.run([String(run), '--library', file])).rejects.toMatchObject({ code: 'run.finished' });
});

test('runs are listed beside the studio', async () => {
  await train.run(words('works'));
  said = '';
  expect(await runs.run(['--library', file])).toBe(0);
  expect(said).toContain('finished');
});

test('without a studio nothing is found, and a command takes the library itself', async () => {
  await served.close();
  expect(await findStudio(placeIn(served.folder))).toBe(null);
  (await lockLibrary(file)).release();
});

describe('the place for commands', () => {
  const open = (headers: Record<string, string>): Promise<number | 'open'> => {
    const socket = new WebSocket(`ws://127.0.0.1:${served.port}/commands`, { headers });
    return new Promise((resolve, reject) => {
      socket.on('open', () => resolve('open'));
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      socket.on('error', reject);
    }).finally(() => socket.terminate()) as Promise<number | 'open'>;
  };

  test('is open to the key alone', async () => {
    const { key = '' } = (await commandPlace(file)) ?? {};
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(await open({ Authorization: `Bearer ${key}` })).toBe('open');
    expect(await open({ Authorization: `Bearer ${key}x` })).toBe(401);
    expect(await open({ Authorization: `Bearer ${'a'.repeat(43)}` })).toBe(401);
    expect(await open({ Authorization: 'Bearer ' })).toBe(401);
    expect(await open({})).toBe(401);
  });

  test('is closed to every page of a browser, even with the key, and under a foreign name', async () => {
    const { key = '' } = (await commandPlace(file)) ?? {};
    const Authorization = `Bearer ${key}`;
    expect(await open({ Authorization, Origin: `http://127.0.0.1:${served.port}` })).toBe(403);
    expect(await open({ Authorization, Origin: 'http://evil.example' })).toBe(403);
    expect(await open({ Authorization, Host: 'evil.example' })).toBe(403);
    expect(await connect(served.port, { cookie: await signIn(served), path: '/commands', origin: '' })).toBe(401);
  });

  test('the key opens no page socket', async () => {
    const { key = '' } = (await commandPlace(file)) ?? {};
    const socket = new WebSocket(`ws://127.0.0.1:${served.port}/socket`, {
      headers: { Authorization: `Bearer ${key}`, Origin: `http://127.0.0.1:${served.port}` },
    });
    const refused = await new Promise((resolve) => socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode)));
    expect(refused).toBe(401);
  });
});

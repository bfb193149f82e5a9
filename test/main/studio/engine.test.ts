import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Payload } from '../../../src/core/contract/index.ts';
import { cardsIn, listDevices } from '../../../src/main/studio/engine/devices.ts';
import { installerScript } from '../../../src/main/studio/engine/program-root.ts';
import { engineHandlers } from '../../../src/main/studio/handlers/engine.ts';
import { temporaryFolder } from '../store/support.ts';

/** Machines may be busy. */
const SOON = { timeout: 20_000 };

type Told = Payload<'engine.progress'>;

/** The handlers over an empty cache, with `body` in the place of what makes a pack. */
function engine(body: string | null) {
  const cacheFolder = temporaryFolder();
  const script = body === null ? null : join(cacheFolder, 'child.mjs');
  if (script !== null && body !== null) writeFileSync(script, body);
  const told: Told[] = [];
  const emit = (_name: string, payload: unknown): void => void told.push(payload as Told);
  const { handlers, close } = engineHandlers({ emit: emit as never, cacheFolder }, script);
  onTestFinished(close);
  const over = (): Promise<void> => vi.waitFor(() => expect(told.at(-1)?.isOver).toBe(true), { timeout: 10_000 });
  return { handlers, told, over };
}

const WAITS = `process.send({ step: 'download', what: process.argv[2], doneBytes: 1, totalBytes: 10 });
process.once('SIGTERM', () => process.exit(1)); setInterval(() => undefined, 1000);`;

test('without a pack, says what getting one costs, and which devices and threads there are', async () => {
  const { handlers } = engine(WAITS);
  const status = await handlers['engine.status']({});
  expect(status.packs.map(({ kind }) => kind)).toEqual(['cpu', 'gpu']);
  for (const pack of status.packs) {
    expect(pack).toMatchObject({ isReady: false, version: null, bytes: null, problems: [] });
    expect(['absent', 'unsupported']).toContain(pack.state);
    if (pack.state === 'absent') expect(pack.diskBytes).toBeGreaterThan(pack.downloadBytes);
  }
  expect(status.devices[0]).toMatchObject({ kind: 'cpu', memoryBytes: expect.any(Number) as number });
  expect(status.threads).toBeGreaterThan(0);
  expect(status.installing).toBe(null);
});

describe('making a pack', () => {
  test('tells each phase, and that it is over', async () => {
    const { handlers, told, over } = engine(`
      for (const step of [
        { step: 'wait', pid: 7 },
        { step: 'download', what: 'tensorflow', doneBytes: 5, totalBytes: 10 },
        { step: 'unpack', what: 'libtensorflow', doneBytes: 1, totalBytes: 2 },
        { step: 'compile', compiler: 'g++' }, { step: 'check' }, { step: 'done', folder: '/x', made: true },
      ]) process.send(step);
      process.disconnect();`);
    void handlers['engine.install']({ kind: 'cpu' });
    await over();
    expect(told.map(({ phase, done, total }) => [phase, done, total])).toEqual([
      ['Starting', 0, 0],
      ['Waiting for another set-up (process 7)', 0, 0],
      ['Downloading tensorflow', 5, 10],
      ['Unpacking libtensorflow', 1, 2],
      ['Compiling the binding with g++', 0, 0],
      ['Loading it once', 0, 0],
      ['done', 0, 0],
    ]);
    expect(told.at(-1)).toMatchObject({ kind: 'cpu', isOver: true, error: null });
  });

  test('is one at a time, shown while it lasts, and can be cancelled', async () => {
    const { handlers, told, over } = engine(WAITS);
    void handlers['engine.install']({ kind: 'cpu' });
    void handlers['engine.install']({ kind: 'cpu' });
    await vi.waitUntil(() => told.some(({ phase }) => phase === 'Downloading cpu'), SOON);
    expect((await handlers['engine.status']({})).installing).toBe('cpu');
    expect(() => handlers['engine.install']({ kind: 'gpu' })).toThrow(expect.objectContaining({ code: 'engine.busy' }) as Error);
    void handlers['engine.cancel']({});
    await over();
    expect(told.at(-1)).toMatchObject({ kind: 'cpu', error: null });
    expect((await handlers['engine.status']({})).installing).toBe(null);
    void handlers['engine.cancel']({});
  });

  test.each([
    [
      'says why',
      `process.send({ step: 'failed', error: { code: 'pack.no-pip', message: 'no pip', params: {} } }); process.exitCode = 1; process.disconnect();`,
      'pack.no-pip',
      'no pip',
    ],
    ['dies', `console.error('out of memory'); process.exit(9)`, 'engine.install-died', 'out of memory'],
    ['is killed', `process.kill(process.pid, 'SIGKILL')`, 'engine.install-died', 'SIGKILL'],
  ])('that fails and %s is told with its code', async (_, body, code, named) => {
    const { handlers, told, over } = engine(body);
    void handlers['engine.install']({ kind: 'cpu' });
    await over();
    expect(told.at(-1)?.error).toMatchObject({ code, message: expect.stringContaining(named) as string });
  });

  test('is refused where the program came without its scripts', () => {
    const { handlers } = engine(null);
    expect(() => handlers['engine.install']({ kind: 'gpu' })).toThrow(
      expect.objectContaining({ code: 'engine.no-installer' }) as Error,
    );
  });
});

test('the script that makes packs is found from the sources and from the built program', () => {
  expect(installerScript()).toBe(join(process.cwd(), 'scripts/pack/child.mjs'));
  expect(installerScript(join(process.cwd(), 'out/main/chunks'))).toBe(join(process.cwd(), 'scripts/pack/child.mjs'));
  expect(installerScript(temporaryFolder())).toBe(null);
});

test('cards are read as nvidia-smi prints them', async () => {
  expect(cardsIn('NVIDIA H100 80GB HBM3, 81559\nNVIDIA, Odd Card, [N/A]\n')).toEqual([
    { name: 'NVIDIA H100 80GB HBM3', kind: 'gpu', memoryBytes: 81_559 * 2 ** 20 },
    { name: 'NVIDIA, Odd Card', kind: 'gpu', memoryBytes: null },
  ]);
  expect(cardsIn('NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.\n')).toEqual([]);
  expect((await listDevices())[0]?.kind).toBe('cpu');
});

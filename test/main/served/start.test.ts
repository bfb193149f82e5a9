import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { servedArguments } from '../../../src/main/served/arguments.ts';
import { libraryHolder, lockLibrary } from '../../../src/main/studio/library-lock.ts';
import { openLibrary } from '../../../src/main/store/library.ts';
import { addRunning, placeIn } from '../../support/sample-library.ts';
import { connect, get, signIn, start } from './support.ts';

test('listens on 127.0.0.1 and on no other address', async () => {
  const { port } = await start();
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  // Columns of /proc/net/tcp: number, local address, remote address, state (0A: listening).
  const listening = ['/proc/net/tcp', '/proc/net/tcp6']
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === '0A' && local?.endsWith(`:${hex}`) === true)
    .map(([, local]) => local);
  expect(listening).toEqual([`0100007F:${hex}`]);
});

test('a port that is taken is said so', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(start({ port })).rejects.toMatchObject({ code: 'served.port-taken', params: { port } });
  other.close();
});

test('a page that was not built is said so', async () => {
  await expect(start({ page: '/absent' })).rejects.toMatchObject({ code: 'host.not-built' });
});

test('a file that is no library stops the start', async () => {
  const { folder } = await start();
  const file = join(folder, 'photo.jpg');
  writeFileSync(file, 'x'.repeat(4096));
  await expect(start({ library: { file, isDefault: false } })).rejects.toMatchObject({ code: 'store.not-a-database' });
});

test('a library that another process writes is looked at, and taken when that one is done: a run whose process is gone is then interrupted', async () => {
  const { folder } = await start();
  const place = { file: join(folder, 'other.sqlite'), isDefault: false };
  const library = openLibrary(place.file);
  const run = addRunning(library, { method: 'redreg', seed: 0 });
  library.startRun(run, { pid: 2 ** 22 + 1, started: '1' });
  library.close();
  const status = (): string => {
    const reader = openLibrary(place.file, { readOnly: true });
    const found = reader.getRun(run).status;
    reader.close();
    return found;
  };

  const lock = await lockLibrary(place.file);
  await start({ library: place });
  expect(status()).toBe('running');
  lock.release();
  await vi.waitUntil(() => status() === 'interrupted', { timeout: 10_000, interval: 50 });
});

test('an open studio is the one writer, says where it listens, and gives the library free at its end', async () => {
  const served = await start();
  const { file } = placeIn(served.folder);
  await expect(lockLibrary(file)).rejects.toMatchObject({ code: 'store.locked', params: { pid: process.pid } });
  expect(await libraryHolder(file)).toMatchObject({ port: served.port });
  await served.close();
  (await lockLibrary(file)).release();
});

test('ends its connections and gives the port free', async () => {
  const served = await start();
  const socket = await connect(served.port, { cookie: await signIn(served) });
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  const closed = once(socket, 'close');
  await served.close();
  expect((await closed)[0]).toBe(1001);
  await expect(get(served.port, '/')).rejects.toThrow('ECONNREFUSED');
});

test('a page that does not answer does not hold up the end', async () => {
  const served = await start();
  const socket = await connect(served.port, { cookie: await signIn(served) });
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  socket.pause();
  const started = Date.now();
  await served.close();
  expect(Date.now() - started).toBeLessThan(2000);
});

test.each([
  [['--port', '65536'], '65536'],
  [['--port', '-1'], '--port'],
  [['--port', '80x'], '80x'],
  [['--prot', '1'], '--prot'],
  [['--library'], '--library'],
  [['extra'], 'extra'],
])('the arguments %j are refused by name', (words, named) => {
  expect(() => servedArguments(words)).toThrow(
    expect.objectContaining({ code: 'served.wrong-use', message: expect.stringContaining(named) as unknown }) as Error,
  );
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { ownProcess } from '../../../src/main/store/process-identity.ts';
import { commandPlace, libraryHolder, lockLibrary } from '../../../src/main/studio/library-lock.ts';
import { openOwnLibrary } from '../../../src/main/studio/open-library.ts';
import { temporaryFolder } from '../store/support.ts';
import { tamper } from '../store/support-files.ts';

const HOLDER = join(import.meta.dirname, 'lock-holder.ts');
const newFile = (): string => join(temporaryFolder(), 'library.sqlite');

async function refusal(file: string): Promise<AppError> {
  return lockLibrary(file).then(
    () => Promise.reject(new Error('the lock was given')),
    (error: unknown) => (error instanceof AppError ? error : Promise.reject(error)),
  );
}

/** Another process that takes the lock, says `held`, `locked` or what went wrong, and holds on to it. */
function otherProcess(file: string) {
  const child = spawn(process.execPath, ['--experimental-strip-types', '--no-warnings', HOLDER, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface(child.stdout);
  return { child, said: once(lines, 'line').then(([line]) => String(line)) };
}

test('one process holds a library; the refusal names it and says what to do', async () => {
  const file = newFile();
  const lock = await lockLibrary(file);
  const error = await refusal(file);
  expect(error).toMatchObject({ code: 'store.locked', params: { file, lockFile: `${file}.lock`, pid: process.pid } });
  expect(error.message).toMatch(new RegExp(`process ${process.pid}.*--library`));
  lock.release();
  lock.release();
  expect(readdirSync(dirname(file))).toEqual([]);
  (await lockLibrary(file)).release();
});

test('another process is found too, and killed with -9 leaves a lock that is taken over', async () => {
  const file = newFile();
  const { child, said } = otherProcess(file);
  expect(await said).toBe('held');
  expect(await refusal(file)).toMatchObject({ code: 'store.locked', params: { pid: child.pid } });
  expect(await libraryHolder(file)).toMatchObject({ pid: child.pid, port: null });
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(await libraryHolder(file)).toBe(null);
  const lock = await lockLibrary(file);
  expect(await libraryHolder(file)).toMatchObject(ownProcess());
  lock.release();
});

test('a number that is used again does not count as alive', async () => {
  const file = newFile();
  const stale = { pid: process.pid, started: 'an earlier process of this number', since: '2026-01-01T00:00:00.000Z', port: null };
  writeFileSync(`${file}.lock`, JSON.stringify(stale));
  (await lockLibrary(file)).release();
});

test.each(['', '{"pid":', '{"pid":"x"}', 'null'])('a lock left half-written (%j) is taken over', async (text) => {
  const file = newFile();
  writeFileSync(`${file}.lock`, text);
  (await lockLibrary(file)).release();
});

test('what a process left that died while taking over is no obstacle', async () => {
  const file = newFile();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const dead = JSON.stringify({ pid, started: '1', since: '2026-01-01T00:00:00.000Z', port: null });
  writeFileSync(`${file}.lock`, dead);
  writeFileSync(`${file}.lock.takeover`, dead);
  (await lockLibrary(file)).release();
  expect(readdirSync(dirname(file))).toEqual([]);
});

test('of several processes that find a stale lock at once, one gets it', async () => {
  const file = newFile();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(`${file}.lock`, JSON.stringify({ pid, started: '1', since: '2026-01-01T00:00:00.000Z', port: null }));
  const said = await Promise.all(Array.from({ length: 4 }, () => otherProcess(file).said));
  expect(said.toSorted()).toEqual(['held', 'locked', 'locked', 'locked']);
  expect(readdirSync(dirname(file))).toEqual(['library.sqlite.lock']);
});

test('an open studio says where it takes commands, with a key that only its user can read', async () => {
  const file = newFile();
  const lock = await lockLibrary(file);
  expect(await commandPlace(file)).toBe(null);
  writeFileSync(`${file}.lock.key`, 'of an earlier studio', { mode: 0o644 });
  lock.announce({ port: 4321, key: 'secret' });
  expect(await libraryHolder(file)).toMatchObject({ ...ownProcess(), port: 4321 });
  expect(await commandPlace(file)).toEqual({ port: 4321, key: 'secret' });
  expect(statSync(`${file}.lock.key`).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
  expect(readFileSync(`${file}.lock`, 'utf8')).not.toContain('secret');
  expect(await refusal(file)).toMatchObject({ code: 'store.locked' });
  lock.release();
  expect(readdirSync(dirname(file))).toEqual([]);
  expect(await commandPlace(file)).toBe(null);
});

test('the key of a studio that is gone is removed with its lock', async () => {
  const file = newFile();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(`${file}.lock`, JSON.stringify({ pid, started: '1', since: '2026-01-01T00:00:00.000Z', port: 4321 }));
  writeFileSync(`${file}.lock.key`, 'secret');
  expect(await commandPlace(file)).toBe(null);
  const lock = await lockLibrary(file);
  expect(readdirSync(dirname(file))).toEqual(['library.sqlite.lock']);
  lock.release();
});

test('a process that ends by itself takes its lock with it', async () => {
  const file = newFile();
  const { child, said } = otherProcess(file);
  expect(await said).toBe('held');
  child.kill('SIGTERM');
  await once(child, 'close');
  expect(existsSync(`${file}.lock`)).toBe(false);
});

test('opening takes the lock and closing gives it back, also when opening fails', async () => {
  const file = newFile();
  const own = await openOwnLibrary({ file, isDefault: false });
  await expect(openOwnLibrary({ file, isDefault: false })).rejects.toMatchObject({ code: 'store.locked' });
  own.close();
  writeFileSync(file, 'no database at all, but some text');
  await expect(openOwnLibrary({ file, isDefault: false })).rejects.toMatchObject({ code: 'store.not-a-database' });
  expect(readdirSync(dirname(file))).toEqual(['library.sqlite']);
  rmSync(file);
  tamper(file, 'CREATE TABLE bookmark (url TEXT)');
  await expect(openOwnLibrary({ file, isDefault: false })).rejects.toMatchObject({ code: 'store.not-a-library' });
  expect(readdirSync(dirname(file))).toEqual(['library.sqlite']);
});

test('a folder that cannot take a lock is the library error it is', async () => {
  const missing = join(temporaryFolder(), 'none', 'library.sqlite');
  await expect(openOwnLibrary({ file: missing, isDefault: false })).rejects.toMatchObject({ code: 'store.folder-missing' });
  const folder = join(temporaryFolder(), 'library.sqlite');
  mkdirSync(folder);
  await expect(openOwnLibrary({ file: folder, isDefault: false })).rejects.toMatchObject({ code: 'store.not-a-file' });
});

test("the folder of the user's own library is made", async () => {
  const file = join(temporaryFolder(), 'share', 'redreg-studio', 'library.sqlite');
  const own = await openOwnLibrary({ file, isDefault: true });
  own.close();
  expect(JSON.stringify(readFileSync(file).subarray(0, 6).toString())).toBe('"SQLite"');
});

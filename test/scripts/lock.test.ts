import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { isAlive, isOwnerGone, ownerTag, ownIdentity, withLock } from '../../scripts/lib/index.mjs';
import { temporaryFolder } from './support/fake-pack.ts';

const lockPath = (): string => join(temporaryFolder(), 'below', '.lock');

/** Identity of a process that has ended. */
async function deadIdentity(): Promise<ReturnType<typeof ownIdentity>> {
  const child = spawn(process.execPath, ['-e', '']);
  const pid = child.pid ?? 0;
  await once(child, 'exit');
  return { ...ownIdentity(), pid };
}

describe('withLock', () => {
  it('lets one in at a time and gives back what the work gives', async () => {
    const path = lockPath();
    let [inside, most] = [0, 0];
    const work = async (i: number): Promise<number> => {
      most = Math.max(most, ++inside);
      await sleep(20);
      inside--;
      return i;
    };
    expect(await Promise.all([0, 1, 2, 3].map((i) => withLock(path, {}, () => work(i))))).toEqual([0, 1, 2, 3]);
    expect(most).toBe(1);
    expect(existsSync(path)).toBe(false);
  });

  it('is released by an error', async () => {
    const path = lockPath();
    await expect(withLock(path, {}, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(existsSync(path)).toBe(false);
  });

  it('stops waiting when aborted', async () => {
    const path = lockPath();
    const waits: number[] = [];
    await withLock(path, {}, async () => {
      const waiting = withLock(path, { signal: AbortSignal.timeout(50), onWait: (pid) => void waits.push(pid) }, () =>
        Promise.resolve(),
      );
      await expect(waiting).rejects.toThrow();
    });
    expect(waits).toEqual([process.pid]);
  });

  it('takes over from a process that has ended, one of several who find it', async () => {
    const path = lockPath();
    await withLock(path, {}, () => Promise.resolve()); // makes the folder
    writeFileSync(path, JSON.stringify({ ...(await deadIdentity()), token: 'x' }));
    let [inside, most] = [0, 0];
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await sleep(20);
      inside--;
    };
    await Promise.all([1, 2, 3, 4].map(() => withLock(path, {}, work)));
    expect(most).toBe(1);
  });

  it('waits for another machine as long as it gives signs of life', async () => {
    const path = lockPath();
    await withLock(path, {}, () => Promise.resolve());
    writeFileSync(path, JSON.stringify({ host: 'deadbeef', pid: 1, start: '1', token: 'x' }));
    await expect(withLock(path, { signal: AbortSignal.timeout(100) }, () => Promise.resolve())).rejects.toThrow();
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(path, longAgo, longAgo);
    expect(await withLock(path, {}, () => Promise.resolve('mine'))).toBe('mine');
  });

  it('names its holder', async () => {
    const path = lockPath();
    await withLock(path, {}, async () => {
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject(ownIdentity());
      return Promise.resolve();
    });
  });
});

describe('who a process is', () => {
  it('tells the running from the ended, and from another with the same id', async () => {
    expect(isAlive(ownIdentity())).toBe(true);
    expect(isAlive({ ...ownIdentity(), start: '1' })).toBe(false);
    expect(isAlive(await deadIdentity())).toBe(false);
  });

  it('reads from a folder name whether its maker has ended', () => {
    const tag = ownerTag();
    expect(isOwnerGone(`.making-x-${tag}`)).toBe(false);
    expect(isOwnerGone(`.making-x-${tag.replace(/\.\d+\.(?=\w+\.[0-9a-f]{6}$)/, '.999999999.')}`)).toBe(true);
    expect(isOwnerGone(`.making-x-${tag.replace(/^[0-9a-f]{8}/, 'deadbeef')}`)).toBe(false); // another machine's: unknown
    expect(isOwnerGone('run')).toBe(false);
  });
});

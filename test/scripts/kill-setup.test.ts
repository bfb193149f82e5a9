import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownIdentity } from '../../scripts/lib/index.mjs';
import { inspectPack, type Progress } from '../../scripts/pack/index.mjs';
import { bench, realPython, startSetup, type Bench } from './support/fake-pack.ts';

/** pip at work: long enough to be killed in, and gone soon after its parent. */
const SLOW = ['i=0; while [ $i -lt 60 ] && kill -0 $PPID; do sleep 0.1; i=$((i+1)); done'];

/** Slow the first time only: the set-up that follows is to end soon. */
const firstTime = (name: string): string[] => {
  const mark = `"$(dirname "$0")/${name}"`;
  return [`if [ ! -e ${mark} ]; then`, `touch ${mark}`, ...SLOW, 'fi'];
};

const during = (step: Progress['step']) => (event: Progress) => event.step === step;
const midway = (event: Progress) =>
  event.step === 'unpack' && event.doneBytes > event.totalBytes / 3 && event.doneBytes < event.totalBytes;

/** Nothing counts as a pack that is not whole, and the next set-up ends well and tidies up. */
async function expectRecovery(on: Bench, downloads: number): Promise<void> {
  expect((await inspectPack('cpu', on.options)).state).toBe('absent');
  const again = startSetup(on);
  expect((await again.ended).code).toBe(0);
  expect((await inspectPack('cpu', { ...on.options, verify: 'full' })).state).toBe('ready');
  expect(on.leftovers()).toEqual([]);
  expect(on.downloads()).toBe(downloads);
}

describe.skipIf(realPython === undefined)('a set-up that is killed (skipped without Python and pip)', () => {
  it('in mid-download: fetches again', async () => {
    const on = bench({
      libraryBytes: 1e6,
      beforeDownload: firstTime('downloading'),
    });
    const first = startSetup(on);
    await first.until(during('download'));
    await expect.poll(() => on.downloads(), { timeout: 10_000 }).toBe(1);
    first.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    expect(on.leftovers().length).toBeGreaterThan(0);
    await expectRecovery(on, 2);
  });

  it('in mid-unpack: goes on with the wheel it has', async () => {
    const on = bench();
    const first = startSetup(on);
    await first.until(midway);
    first.kill('SIGKILL');
    await first.ended;
    await expectRecovery(on, 1);
  });

  it('in mid-compile: goes on with the wheel it has', async () => {
    const on = bench({ libraryBytes: 1e6, beforeCompile: firstTime('compiling') });
    const first = startSetup(on);
    await first.until(during('compile'));
    first.kill('SIGKILL');
    await first.ended;
    await expectRecovery(on, 1);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s: tidies up itself and says how it ended', async (signal) => {
    const on = bench({ libraryBytes: 1e6, beforeCompile: SLOW });
    const setup = startSetup(on);
    await setup.until(during('compile'));
    setup.kill(signal);
    expect((await setup.ended).code).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(on.leftovers().filter((name) => name.startsWith('.'))).toEqual([]);
    expect((await inspectPack('cpu', on.options)).state).toBe('absent');
  });
});

describe.skipIf(realPython === undefined)('two set-ups at once (skipped without Python and pip)', () => {
  it('one makes the pack, the other waits for it', async () => {
    const on = bench({ libraryBytes: 1e6, beforeDownload: ['sleep 1'] });
    const both = [startSetup(on), startSetup(on)];
    for (const setup of both) expect(await setup.ended).toMatchObject({ code: 0, stderr: '' });
    const events = both.map((setup) => setup.events);
    expect(events.map((list) => list.at(-1)?.step)).toEqual(['done', 'done']);
    expect(events.flat().filter((event) => event.step === 'done' && event.made)).toHaveLength(1);
    const waited = events.flat().find((event) => event.step === 'wait');
    expect(both.map((setup) => setup.pid)).toContain(waited?.step === 'wait' ? waited.pid : undefined);
    expect(on.downloads()).toBe(1);
    expect(on.leftovers()).toEqual([]);
  });

  it('the waiting one goes on where the first is killed', async () => {
    const on = bench({
      libraryBytes: 1e6,
      beforeDownload: firstTime('downloading'),
    });
    const first = startSetup(on);
    await expect.poll(() => on.downloads(), { timeout: 10_000 }).toBe(1);
    const second = startSetup(on);
    await second.until(during('wait'));
    first.kill('SIGKILL');
    expect((await second.ended).code).toBe(0);
    expect(on.leftovers()).toEqual([]);
  });

  it('takes over a lock whose process id now belongs to another process', async () => {
    const on = bench({ libraryBytes: 1000 });
    const lock = join(on.options.cacheFolder ?? '', 'tensorflow', `.${on.recipe.name}.lock`);
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(lock, JSON.stringify({ ...ownIdentity(), start: '1', token: 'of a process long gone' }));
    const setup = startSetup(on);
    expect((await setup.ended).code).toBe(0);
    expect(setup.events.some(during('wait'))).toBe(false);
    expect(on.leftovers()).toEqual([]);
  });
});

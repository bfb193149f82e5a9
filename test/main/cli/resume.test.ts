import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLibrary } from '../../../src/main/store/library.ts';
import type { Run } from '../../../src/main/store/run.ts';
import { redreg, type Ran } from '../../support/redreg.ts';
import { keptOf, smallSetFile, smallWords, STEPS_AN_EPOCH } from '../../support/small-run.ts';
import { temporaryFolder } from '../../support/small-set.ts';

/** The built command line, its processes killed and signalled as users, clusters and systems do it. */

const { folder, remove } = temporaryFolder();
afterAll(remove);
let data = '';
beforeAll(async () => {
  data = await smallSetFile(join(folder, 'set'));
});

interface Command extends ChildProcess {
  readonly ended: Promise<Ran>;
}

/** Starts `redreg train` into a library of its own, which is named after `name`. */
function train(name: string, method: string, minutes: number): { readonly command: Command; readonly library: string } {
  mkdirSync(join(folder, name), { recursive: true });
  const library = join(folder, name, 'library.sqlite');
  openLibrary(library).close();
  const child = spawn(process.execPath, [resolve('out/main/cli.js'), ...smallWords(data, method, library, minutes)]);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ran>((done) =>
    child.on('close', (code) =>
      done({ code: code ?? -1, stdout, stderr, json: <T>() => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as T }),
    ),
  );
  return { command: Object.assign(child, { ended }), library };
}

/** Waits until the only run of a library has come that far. */
async function until(library: string, isThere: (run: Run) => boolean): Promise<Run> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await wait(10)) {
    const view = openLibrary(library, { readOnly: true });
    const [run] = view.listRuns();
    view.close();
    if (run && isThere(run)) return run;
  }
  throw new Error(`the run of ${library} did not come so far`);
}

function kept(library: string): Record<string, unknown> {
  const view = openLibrary(library, { readOnly: true });
  try {
    return keptOf(view, view.listRuns()[0]?.id ?? '');
  } finally {
    view.close();
  }
}

/** The processes that a process has started (Linux). */
const childrenOf = (pid: number): number[] =>
  spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    .stdout.split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [Number(line)]));

const resume = (library: string, run: string): Promise<Ran> => redreg(['resume', run, '--library', library, '--json']);

const whole = new Map<string, Promise<Record<string, unknown>>>();
function neverStopped(method: string): Promise<Record<string, unknown>> {
  const run = async (): Promise<Record<string, unknown>> => {
    const { command, library } = train(`whole-${method}`, method, 10);
    const { code, stderr } = await command.ended;
    expect(code, stderr).toBe(0);
    return kept(library);
  };
  const known = whole.get(method) ?? run();
  whole.set(method, known);
  return known;
}

describe('kill -9 of the command in mid-epoch', () => {
  test.each(['redreg', 'ogm-ge', 'inforeg'])(
    '%s, resumed, ends as one never stopped',
    async (method) => {
      // A checkpoint every few steps, so that the library has heard of later steps than the checkpoint.
      const { command, library } = train(`killed-${method}`, method, 0.004);
      const { id } = await until(library, ({ steps }) => steps >= STEPS_AN_EPOCH + 2);
      command.kill('SIGKILL');
      await command.ended;
      const resumed = await resume(library, id);
      expect(resumed.code, resumed.stderr).toBe(0);
      expect(resumed.stderr).toMatch(/Goes on after step \d+|from the start/);
      expect(kept(library)).toEqual(await neverStopped(method));
      expect(resumed.json<{ status: string }>()).toMatchObject({
        status: 'finished',
        weights_sha256: kept(library)['weightsSha256'],
      });
    },
    120_000,
  );
});

describe('signals', () => {
  test('SIGTERM: saved and left as paused, and the text says how to go on', async () => {
    const { command, library } = train('term', 'joint', 10);
    const { id } = await until(library, ({ steps }) => steps >= 2);
    command.kill('SIGTERM');
    const ran = await command.ended;
    expect(ran.code).toBe(0);
    expect(ran.json()).toMatchObject({ run: id, status: 'paused' });
    expect(ran.stderr).toMatch(new RegExp(`To go on after step \\d+: redreg resume ${id} --library \\S+`));
    expect(ran.json<{ step: number }>().step).toBeLessThan(3 * STEPS_AN_EPOCH);
    expect((await redreg(['runs', '--library', library, '--json'])).json()).toMatchObject([{ id, status: 'paused' }]);
    expect((await resume(library, id)).code).toBe(0);
    expect(kept(library)).toEqual(await neverStopped('joint'));
  }, 300_000);

  test.skipIf(process.platform === 'win32')(
    'a terminal that closes: nobody reads any more, and it is saved all the same',
    async () => {
      const { command, library } = train('hangup', 'joint', 10);
      const { id } = await until(library, ({ steps }) => steps >= 2);
      for (const stream of [command.stdout, command.stderr]) stream?.destroy();
      command.kill('SIGHUP');
      expect((await command.ended).code).toBe(0);
      expect((await redreg(['runs', '--library', library, '--json'])).json()).toMatchObject([{ id, status: 'paused' }]);
    },
    300_000,
  );

  test('redreg pause from another terminal; while it runs, resume is refused', async () => {
    const { command, library } = train('pause', 'joint', 10);
    const { id } = await until(library, ({ steps }) => steps >= 1);
    const [refused, paused] = await Promise.all([
      resume(library, id),
      redreg(['pause', id.slice(0, 9), '--library', library, '--json']),
    ]);
    // The refusal is quick, but the pause may have been quicker.
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/run\.is-running|store\.locked/)]);
    expect(paused.code, paused.stderr).toBe(0);
    expect(paused.json()).toMatchObject({ run: id, status: 'paused' });
    expect((await command.ended).json()).toMatchObject({ status: 'paused' });
    const again = await redreg(['pause', id, '--library', library]);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('run.not-running')]);
  }, 300_000);

  test('SIGINT twice: ended at once, the last whole checkpoint stays, the text says how to go on', async () => {
    const { command, library } = train('int', 'joint', 0);
    const { id } = await until(library, ({ steps }) => steps >= 2);
    command.kill('SIGINT');
    await wait(30);
    command.kill('SIGINT');
    const ran = await command.ended;
    expect(ran.json()).toMatchObject({ run: id, status: 'stopped' });
    expect(ran.stderr).toContain('Stopping after this step');
    expect(ran.stderr).toMatch(new RegExp(`To go on after step \\d+: redreg resume ${id}`));
    expect((await resume(library, id)).code).toBe(0);
    expect(kept(library)).toEqual(await neverStopped('joint'));
  }, 300_000);

  test.skipIf(process.platform !== 'linux')(
    'the trainer killed as for memory: the text names that and what to do',
    async () => {
      const { command, library } = train('memory', 'joint', 0);
      const { id } = await until(library, ({ steps }) => steps >= 2);
      const [trainer] = childrenOf(command.pid ?? 0);
      process.kill(trainer ?? 0, 'SIGKILL');
      const ran = await command.ended;
      expect(ran.code).toBe(1);
      expect(ran.stderr).toMatch(/trainer\.died: .*memory ran out.*"redreg resume".*smaller batch/);
      expect(ran.stderr).toMatch(new RegExp(`To go on after step \\d+: redreg resume ${id}`));
      expect(ran.json()).toMatchObject({ status: 'failed', error: { code: 'trainer.died' } });
      expect((await resume(library, id)).code).toBe(0);
      expect(kept(library)).toEqual(await neverStopped('joint'));
    },
    120_000,
  );
});

/** Whether a small file system can be mounted in a name space of our own. */
const mayMount = process.platform === 'linux' && spawnSync('unshare', ['-rm', 'true']).status === 0;
if (!mayMount) console.log('skipped the tests of full disks: this system lets us mount no file system of our own (unshare -rm)');

describe.skipIf(!mayMount)('a full disk', () => {
  /** Runs shell lines with a small file system at `$AT`; `$REDREG` is the command line. */
  function onSmallDisk(at: string, script: string, env: Readonly<Record<string, string>>) {
    mkdirSync(at, { recursive: true });
    const ran = spawnSync('unshare', ['-rm', 'sh', '-c', `mount -t tmpfs -o size=$SIZE tmpfs "$AT" || exit 9\n${script}`], {
      encoding: 'utf8',
      env: { ...process.env, AT: at, REDREG: `${process.execPath} ${resolve('out/main/cli.js')}`, ...env },
    });
    return ran;
  }
  const words = (library: string): string => smallWords(data, 'joint', library, 0).slice(0, -1).join(' ');

  test('of the checkpoints: told, the last whole one kept; with more room the run goes on to the same end', async () => {
    const library = join(folder, 'full', 'library.sqlite');
    // One checkpoint has room, two do not.
    const { stdout, stderr } = onSmallDisk(
      join(dirname(library), 'checkpoints'),
      `$REDREG ${words(library)} --name full; echo "code $?"; ls -A $AT/*; mount -o remount,size=50m "$AT"; $REDREG resume full --library ${library}; echo "code $?"`,
      { SIZE: '2000k' },
    );
    expect(stderr).toMatch(/checkpoint\.disk-full: The disk is full.*last whole checkpoint is kept.*"redreg resume"/);
    expect(stderr).toMatch(/To go on after step \d+: redreg resume/);
    expect(stdout).toMatch(/^code 1\nlast\.safetensors\n/);
    expect(stdout).toMatch(/finished in .*\ncode 0\n$/);
    expect({ ...kept(library), checkpoints: [] }).toEqual({ ...(await neverStopped('joint')), checkpoints: [] });
  }, 300_000);

  test('of the library itself: told, and with more room the run goes on', () => {
    const at = join(folder, 'full-library');
    const library = join(at, 'library.sqlite');
    const { stdout, stderr } = onSmallDisk(
      at,
      `$REDREG ${words(library)} --name full; echo "code $?"; mount -o remount,size=50m "$AT"; $REDREG resume full --library ${library}; echo "code $?"`,
      { SIZE: '3000k' },
    );
    expect(stderr).toMatch(/(checkpoint|store)\.disk-full: The disk/);
    expect(stdout).toMatch(/^code 1\n/);
    expect(stdout).toMatch(/finished in .*\ncode 0\n$/);
    expect(readdirSync(at)).toEqual([]);
  }, 300_000);
});

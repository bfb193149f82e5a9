import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addBuildTool, addTool, freshClone, pretendInstalled, runScript } from './support/fake-clone.ts';
import { shellProgram } from './support/fake-pack.ts';

/** A served host that prints its words and its process id, and waits. */
const SERVED = `
process.on('SIGTERM', () => process.exit(0)); process.on('SIGINT', () => process.exit(0));
process.stdout.write('served ' + JSON.stringify(process.argv.slice(2)) + ' pid=' + process.pid + ';');
setInterval(() => {}, 1000);`;

function installedClone(): string {
  const folder = freshClone();
  pretendInstalled(folder);
  addBuildTool(folder, { 'main/served.js': SERVED });
  return folder;
}

/** No TensorFlow: `npm start` says so and goes on. */
const withoutPython = { PYTHON: '/nowhere/python' };

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

describe('npm start', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('serves the program where there is no display; %s ends both', async (signal) => {
    const start = runScript(installedClone(), ['scripts/start.mjs', '--port', '0'], withoutPython);
    await start.untilPrinted(';');
    start.kill(signal);
    const { code, stdout, stderr } = await start.ended;
    expect(code).toBe(0);
    expect(stdout).toContain('served ["--port","0"]');
    expect(stderr.match(/No display/g)).toHaveLength(1);
    expect(stderr).toContain('browsing, comparing, importing');
    expect(isRunning(Number(/pid=(\d+)/.exec(stdout)?.[1]))).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('ends when the npm that started it is killed', async () => {
    const folder = installedClone();
    // As npm does it: a shell in between, which dies without telling anybody. `:` keeps it from becoming the program itself.
    const shell = spawn('/bin/sh', ['-c', `'${process.execPath}' scripts/start.mjs; :`], {
      cwd: folder,
      env: {
        ...process.env,
        ...withoutPython,
        REDREG_CACHE: join(folder, 'cache'),
        DISPLAY: '',
        WAYLAND_DISPLAY: '',
        npm_lifecycle_event: 'start',
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const pid = await new Promise<number>((found) => {
      let stdout = '';
      shell.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        const [, number] = /pid=(\d+);/.exec(stdout) ?? [];
        if (number !== undefined) found(Number(number));
      });
    });
    shell.kill('SIGKILL');
    await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false);
  });

  it('opens the window where there is a display and the binary', async () => {
    const folder = installedClone();
    mkdirSync(join(folder, 'node_modules', 'electron', 'dist'), { recursive: true });
    writeFileSync(join(folder, 'node_modules', 'electron', 'path.txt'), 'electron');
    shellProgram(join(folder, 'node_modules', 'electron', 'dist', 'electron'), ['echo "window for $@"', 'exit 4']);
    const { code, stdout } = await runScript(folder, ['scripts/start.mjs'], { ...withoutPython, DISPLAY: ':9' }).ended;
    expect({ code, stdout }).toEqual({ code: 4, stdout: `window for ${folder}\n` });
  });

  it('serves the program where the binary cannot be had', async () => {
    const folder = installedClone();
    addTool(folder, 'electron/install.js', 'process.exit(1)');
    const start = runScript(folder, ['scripts/start.mjs'], { ...withoutPython, DISPLAY: ':9' });
    await start.untilPrinted('served []');
    start.kill('SIGTERM');
    expect((await start.ended).stderr).toContain("Electron's binary could not be downloaded");
  });
});

describe('npm test', () => {
  /** Tools that note their names; one of them may fail. */
  function cloneWithTools(failing?: string): string {
    const folder = installedClone();
    const tools = {
      prettier: 'prettier/bin/prettier.cjs',
      eslint: 'eslint/bin/eslint.js',
      tsc: 'typescript/bin/tsc',
      'svelte-check': 'svelte-check/bin/svelte-check',
      vitest: 'vitest/vitest.mjs',
    };
    for (const [name, path] of Object.entries(tools)) {
      addTool(
        folder,
        path,
        `console.log('${name}', process.argv.slice(2).join(' ')); process.exitCode = ${name === failing ? 1 : 0};`,
      );
    }
    return folder;
  }

  it('checks style and types, then runs every test', async () => {
    const { code, stdout } = await runScript(cloneWithTools(), ['scripts/test.mjs'], { ...withoutPython, REDREG_SHARED: '/' })
      .ended;
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'prettier',
      'eslint',
      'tsc',
      'tsc',
      'svelte-check',
      'vitest',
      '',
    ]);
    expect(code).toBe(0);
  });

  it('stops at the first failure', async () => {
    const { code, stdout, stderr } = await runScript(cloneWithTools('eslint'), ['scripts/test.mjs'], withoutPython).ended;
    expect(stdout.trim().split('\n').at(-1)).toContain('eslint');
    expect(stderr).toContain('Style: eslint: failed. The tests were not run.');
    expect(code).toBe(1);
  });

  it('runs only vitest when given words', async () => {
    const { stdout } = await runScript(cloneWithTools('eslint'), ['scripts/test.mjs', 'test/a.test.ts'], withoutPython).ended;
    expect(stdout).toBe('vitest run test/a.test.ts\n');
  });

  it('fails on CI where the pack or the test data is missing, and elsewhere says what is skipped', async () => {
    const folder = cloneWithTools();
    const noPack = await runScript(folder, ['scripts/test.mjs'], { ...withoutPython, CI: 'true' }).ended;
    expect(noPack.code).toBe(3);
    expect(noPack.stderr).toContain('no Python was found');
    const noData = await runScript(folder, ['scripts/test.mjs', 'x'], { ...withoutPython, REDREG_SHARED: '/nowhere' }).ended;
    expect(noData.stderr).toContain('No test data in /nowhere');
    expect(noData.code).toBe(0);
  });
});

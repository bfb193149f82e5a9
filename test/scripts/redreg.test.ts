import { describe, expect, it } from 'vitest';
import { addBuildTool, freshClone, pretendInstalled, runScript, type Ended } from './support/fake-clone.ts';

const redreg = (folder: string, words: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  runScript(folder, ['bin/redreg.mjs', ...words], env).ended;

describe('redreg without node_modules', () => {
  it('says what is missing and how to get it, with exit code 3', async () => {
    const folder = freshClone();
    const { code, stdout, stderr } = await redreg(folder, ['runs']);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('Run "npm ci"');
  });

  it('says so as an object with --json', async () => {
    const { code, stdout, stderr } = await redreg(freshClone(), ['runs', '--json']);
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'setup.no-modules' } });
  });

  it('doctor works and lists what is missing, with exit code 3', async () => {
    const folder = freshClone();
    const { code, stdout } = await redreg(folder, ['doctor', '--json']);
    expect(code).toBe(3);
    const { value } = JSON.parse(stdout) as {
      value: { canTrain: boolean; findings: { id: string; isThere: boolean; needed: boolean }[] };
    };
    expect(value.canTrain).toBe(false);
    const missing = value.findings.filter((finding) => finding.needed && !finding.isThere).map((finding) => finding.id);
    expect(missing).toEqual(expect.arrayContaining(['packages', 'pack-cpu']));
    for (const id of ['node', 'python', 'compiler', 'space', 'gpu-driver', 'electron', 'display', 'browser', 'shared', 'build'])
      expect(value.findings.map((finding) => finding.id)).toContain(id);
  });

  it('doctor prints for people', async () => {
    const { code, stdout } = await redreg(freshClone(), ['doctor']);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^MISSING {2}Packages/m);
    expect(stdout).toContain('Training is not possible yet');
  });

  it.each(['setup', 'doctor'])('%s refuses words it does not know, with exit code 2', async (command) => {
    expect((await redreg(freshClone(), [command, '--unheard-of'])).code).toBe(2);
  });
});

describe('redreg with packages', () => {
  it('setup --json ends with the error as an object where there is no Python', async () => {
    const folder = freshClone();
    pretendInstalled(folder);
    const { code, stdout } = await redreg(folder, ['setup', '--json'], { PYTHON: '/nowhere/python' });
    expect(code).toBe(3);
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      ok: false,
      error: { code: 'pack.no-python', params: { tried: ['/nowhere/python'] } },
    });
  });

  it('says what the build said when it fails, with exit code 1', async () => {
    const folder = freshClone();
    pretendInstalled(folder);
    const { code, stderr } = await redreg(folder, ['runs']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Building the program[\s\S]*could not be built/);
  });

  it('continues in the built program: words, output, exit code and signals pass through', async () => {
    const folder = freshClone();
    pretendInstalled(folder);
    addBuildTool(folder, {
      'main/cli.js': `
process.stdout.write(JSON.stringify(process.argv.slice(2)) + '\\n');
if (process.argv.includes('wait')) { process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); process.stdout.write('waiting\\n'); }
else process.exit(5);`,
    });
    const first = await redreg(folder, ['runs', '--json']);
    expect({ code: first.code, stdout: first.stdout }).toEqual({ code: 5, stdout: '["runs","--json"]\n' });
    expect(first.stderr).toContain('Building');
    expect((await redreg(folder, ['runs'])).stderr).toBe(''); // built: not again

    const waiting = runScript(folder, ['bin/redreg.mjs', 'wait']);
    await waiting.untilPrinted('waiting');
    waiting.kill('SIGTERM');
    expect((await waiting.ended).code).toBe(7);
  });
});

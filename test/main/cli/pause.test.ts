import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { pause } from '../../../src/main/cli/commands/pause.ts';
import { config, newLibrary } from '../store/support.ts';

test.skipIf(process.platform !== 'linux')('a run whose process dies instead of saving was not paused: exit code 1', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  const started =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ')[22 - 3] ?? '';
  const library = newLibrary();
  const run = library.createRun({ config: config() });
  library.startRun(run, { pid, started });
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => void vi.restoreAllMocks());
  expect(await pause.run([run, '--library', library.file, '--json'])).toBe(1);
  expect(said).toHaveBeenCalledWith(`${JSON.stringify({ run, status: 'interrupted', step: 0 })}\n`);
});

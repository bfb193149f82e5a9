import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { openLibrary } from '../../../src/main/store/library.ts';
import { range, temporaryFolder } from './support.ts';

const WRITER = join(import.meta.dirname, 'crash-writer.ts');
const FLUSH = 50;

/** Lets a writer run until it has said `flushes` times that it wrote, and kills it in the middle of whatever it does then. */
async function killedWriter(file: string, flushes: number): Promise<{ readonly run: string; readonly told: number }> {
  const writer = spawn(process.execPath, ['--experimental-strip-types', '--no-warnings', WRITER, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface(writer.stdout).on('line', (line) => {
    if (lines.push(line) === flushes) writer.kill('SIGKILL');
  });
  await once(writer, 'close');
  const [run = '', told = ''] = (lines.at(-1) ?? '').split(' ');
  return { run, told: Number(told) };
}

// 5: the first transactions; 23: just after a chunk is sealed (1,024 points); 700: beyond the first checkpoint of the log.
test.each([5, 23, 150, 700])('kill -9 after %i flushes loses at most the one in hand', async (flushes) => {
  const file = join(temporaryFolder(), 'library.sqlite');
  const { run, told } = await killedWriter(file, flushes);
  expect(told).toBeGreaterThanOrEqual(flushes * FLUSH);

  const library = openLibrary(file);
  library.check();
  expect(library.interrupted).toEqual([run]);
  const { n, ...rest } = library.listSeries(run)[0] ?? { n: 0 };
  expect([told, told + FLUSH]).toContain(n);
  expect(rest).toMatchObject({ lastStep: n - 1, max: { value: (n - 1) / 3, step: n - 1 } });
  expect([...library.readSeries(run, 'a').values]).toEqual(range(0, n).map((step) => step / 3));
  expect(library.readSeries(run, 'b').steps).toHaveLength(n);

  library.startRun(run);
  library.appendPoints(run, { a: { steps: [n], values: [0] } });
  library.finishRun(run, 'finished');
  expect(library.getRun(run)).toMatchObject({ status: 'finished', steps: n });
  library.close();
});

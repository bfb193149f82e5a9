import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { built } from './built.ts';

export interface ServedProgram {
  /** What stands on its first line. */
  readonly link: string;
  readonly port: number;
  readonly pid: number;
  /** What it has written on stdout and stderr so far. */
  output(): string;
  /** Sends a signal; resolves to exit code and signal. */
  end(signal: NodeJS.Signals): Promise<readonly [number | null, string | null]>;
}

/** The built served host as a process of its own: as `npm start` runs it, or as the words of a command do. */
export async function startServedProgram(
  library: string,
  words: readonly string[] = [built('main', 'served.js')],
): Promise<ServedProgram> {
  const child = spawn(process.execPath, [...words, '--library', library], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;

  const lines = createInterface(child.stdout);
  const first = (await Promise.race([once(lines, 'line'), exited.then(() => [''])])) as [string];
  const [, link = '', port = ''] = /^RedReg Studio is at (http:\/\/127\.0\.0\.1:(\d+)\/\?token=[\w-]{43})$/.exec(first[0]) ?? [];
  if (link === '') throw new Error(`the served host did not say its link:\n${output}`);

  return {
    link,
    port: Number(port),
    pid: child.pid ?? 0,
    output: () => output,
    end(signal) {
      child.kill(signal);
      return exited;
    },
  };
}

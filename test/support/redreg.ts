import { spawn } from 'node:child_process';
import { built } from './built.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The object on the last line of stdout. */
  json<T>(): T;
}

/** Runs the built command line as a person would, on the Node in use. */
export function redreg(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const child = spawn(process.execPath, [built('main', 'cli.js'), ...words], { env: { ...process.env, ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) =>
      done({ code: code ?? -1, stdout, stderr, json: <T>() => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as T }),
    );
  });
}

import { fork as forkChild } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PARENT_PORT = pathToFileURL(join(import.meta.dirname, 'parent-port.mjs')).href;

interface ForkOptions {
  readonly env: NodeJS.ProcessEnv;
}

/** `utilityProcess`: a child process that is given a parent port, with Electron's events and its one number for an exit. */
export const utilityProcess = {
  fork(entry: string, args: readonly string[], { env }: ForkOptions) {
    const child = forkChild(entry, args, {
      env,
      execArgv: ['--import', PARENT_PORT],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const utility = Object.assign(new EventEmitter(), {
      pid: child.pid as number | undefined,
      stdout: child.stdout,
      stderr: child.stderr,
      postMessage: (message: object) => child.send(message),
      kill: () => child.kill('SIGTERM'),
    });
    child.on('message', (message) => utility.emit('message', message));
    child.on('close', (code, signal) => {
      utility.pid = undefined;
      utility.emit('exit', code ?? (signal === null ? 0 : constants.signals[signal]));
    });
    return utility;
  },
};

import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { AppError } from '../../core/errors/app-error.ts';
import type { FromTrainer } from '../../core/contract/trainer.ts';
import type { SpawnTrainer, TrainerChild, TrainerExit } from './trainer-process.ts';

/** How long after the exit the rest of a process's messages and output is waited for, if something else still holds its pipes. */
const DRAIN_MS = 1_000;

/**
 * Starts the trainer as a child process of the Node in use. Messages are structured clones, so NaN, infinity and typed arrays
 * cross as they are. `entry` is the built `out/main/trainer.js`; throws `trainer.not-started` if it is not there.
 */
export function forkTrainer(entry: string): SpawnTrainer {
  if (!existsSync(entry)) throw new AppError('trainer.not-started', { entry, reason: 'there is no such file' });
  return (environment): TrainerChild => {
    const child = fork(entry, [], {
      env: { ...process.env, ...environment },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8');

    return {
      pid: child.pid,
      send(message) {
        // An error here means that the process has just gone; its exit, which follows, says so.
        if (child.connected) child.send(message, () => undefined);
        // A Ctrl-Z that came before the trainer could listen has stopped it, and a stopped process reads no messages.
        if (message.type !== 'start' && process.platform !== 'win32') child.kill('SIGCONT');
      },
      kill: () => void child.kill('SIGKILL'),
      onMessage: (listener) => void child.on('message', (message) => listener(message as FromTrainer)),
      onOutput(listener) {
        for (const stream of [child.stdout, child.stderr]) stream?.on('data', listener);
      },
      onExit: (listener) => onDrained(child, listener),
      onFault(listener) {
        child.on('error', (error) => {
          if (child.pid === undefined)
            listener(new AppError('trainer.not-started', { entry, reason: error.message }, { cause: error }));
        });
      },
    };
  };
}

/** `close` comes after the last message and the last output; `exit` may come before them. */
function onDrained(child: ReturnType<typeof fork>, listener: (exit: TrainerExit) => void): void {
  let told = false;
  const tell = (code: number | null, signal: string | null): void => {
    if (told || child.pid === undefined) return;
    told = true;
    listener({ code, signal });
  };
  child.on('close', tell);
  child.on('exit', (code, signal) => setTimeout(tell, DRAIN_MS, code, signal).unref());
}

import { utilityProcess } from 'electron';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import type { FromTrainer } from '../../core/contract/trainer.ts';
import { AppError } from '../../core/errors/app-error.ts';
import type { SpawnTrainer, TrainerChild, TrainerExit } from '../studio/trainer-process.ts';

/**
 * Starts the trainer as Electron's utility process: it crashes alone and outlives every window. `entry` is the built
 * `out/main/trainer.js`; throws `trainer.not-started` if it is not there. Only after Electron is ready.
 */
export function utilityTrainer(entry: string): SpawnTrainer {
  if (!existsSync(entry)) throw new AppError('trainer.not-started', { entry, reason: 'there is no such file' });
  return (environment): TrainerChild => {
    const child = utilityProcess.fork(entry, [], {
      env: { ...process.env, ...environment },
      serviceName: 'RedReg trainer',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let isGone = false;
    child.on('exit', () => (isGone = true));

    return {
      get pid() {
        return child.pid;
      },
      send(message) {
        if (!isGone) child.postMessage(message);
      },
      kill() {
        if (isGone) return;
        // kill() is a polite SIGTERM; a trainer deep in native code needs the other one. Windows has only one way.
        if (child.pid === undefined || process.platform === 'win32') child.kill();
        else process.kill(child.pid, 'SIGKILL');
      },
      onMessage: (listener) => void child.on('message', (message) => listener(message as FromTrainer)),
      onOutput(listener) {
        for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => listener(data.toString('utf8')));
      },
      // Later, not within the event: Electron is still taking the process apart, and a listener that starts or posts to another one
      // then would reach into what is half gone.
      onExit: (listener) => void child.on('exit', (code) => void setImmediate(listener, exitOf(code, process.platform))),
      // A fault while starting shows as an exit; there is no other sign.
      onFault: () => undefined,
    };
  };
}

/** Electron tells one number. On POSIX a process ended by a signal shows as the signal's number, plus 128 if it left a core file. */
export function exitOf(code: number, platform: NodeJS.Platform): TrainerExit {
  const { SIGKILL, SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGTERM } = constants.signals;
  const signals = { SIGKILL, SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGTERM };
  const [name] = Object.entries(signals).find(([, number]) => code === number || code === 128 + number) ?? [];
  return name === undefined || platform === 'win32' ? { code, signal: null } : { code: null, signal: name };
}

import { fork, type ChildProcess } from 'node:child_process';
import { AppError, type ErrorData } from '../../../core/errors/app-error.ts';
import type { Payload } from '../../../core/contract/index.ts';
import type { PackKind, Progress } from '../../../../scripts/pack/types.d.mts';

type Told = Payload<'engine.progress'>;
/** What scripts/pack/child.mjs sends. */
type Message = Progress | { readonly step: 'failed'; readonly error: ErrorData };

export interface Installer {
  /** The pack that is being made. */
  readonly kind: PackKind | null;
  /** Begins; does nothing while the same pack is being made. Throws `engine.busy`, `engine.no-installer`. */
  install(kind: PackKind): void;
  /** Gives it up; what was downloaded whole is kept for the next time. */
  cancel(): void;
  /** Gives it up when the studio ends. */
  close(): void;
}

/** A process that does not clean up in this time is killed. */
const GRACE_MS = 5_000;

/** Makes packs in a process of their own, one at a time, and tells how it goes; the last word of each has `isOver`. */
export function createInstaller(script: string | null, tell: (progress: Told) => void): Installer {
  let current: { readonly kind: PackKind; readonly child: ChildProcess } | null = null;

  function start(kind: PackKind, entry: string): void {
    const child = fork(entry, [kind], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
    let error: Told['error'] = null;
    let isDone = false;
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2_000)));
    child.on('message', (message) => {
      const progress = message as Message;
      if (progress.step === 'failed') error = told(progress.error);
      else if (progress.step === 'done') isDone = true;
      else tell({ kind, ...phaseOf(progress), isOver: false, error: null });
    });
    const killChild = (): void => void child.kill('SIGKILL');
    process.on('exit', killChild);
    let isOver = false;
    const end = (failure: string): void => {
      if (isOver) return;
      isOver = true;
      process.off('exit', killChild);
      current = null;
      if (!isDone && !child.killed)
        error ??= told(new AppError('engine.install-died', { kind, detail: complaint.trim() || failure }));
      tell({ kind, phase: isDone ? 'done' : 'stopped', done: 0, total: 0, isOver: true, error: isDone ? null : error });
    };
    child.on('error', ({ message }) => end(message));
    child.on('close', (code, signal) => end(signal === null ? `exit code ${String(code)}` : signal));
    current = { kind, child };
    tell({ kind, phase: 'Starting', done: 0, total: 0, isOver: false, error: null });
  }

  function cancel(): void {
    const child = current?.child;
    if (child === undefined) return;
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
  }

  return {
    get kind() {
      return current?.kind ?? null;
    },
    install(kind) {
      if (current?.kind === kind) return;
      if (current !== null) throw new AppError('engine.busy', { kind: current.kind });
      if (script === null) throw new AppError('engine.no-installer', { kind });
      start(kind, script);
    },
    cancel,
    close: cancel,
  };
}

const told = ({ code, message }: Pick<ErrorData, 'code' | 'message'>): NonNullable<Told['error']> => ({ code, message });

/** What a person reads, and how far it is, in bytes where they are known. */
function phaseOf(progress: Exclude<Progress, { step: 'done' }>): Pick<Told, 'phase' | 'done' | 'total'> {
  switch (progress.step) {
    case 'wait':
      return { phase: `Waiting for another set-up (process ${progress.pid})`, done: 0, total: 0 };
    case 'download':
      return { phase: `Downloading ${progress.what}`, done: progress.doneBytes, total: progress.totalBytes };
    case 'unpack':
      return { phase: `Unpacking ${progress.what}`, done: progress.doneBytes, total: progress.totalBytes };
    case 'compile':
      return { phase: `Compiling the binding with ${progress.compiler}`, done: 0, total: 0 };
    case 'check':
      return { phase: 'Loading it once', done: 0, total: 0 };
    default:
      return progress satisfies never;
  }
}

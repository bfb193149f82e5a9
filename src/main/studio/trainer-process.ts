import { AppError, errorData } from '../../core/errors/app-error.ts';
import type { ToBrowser } from '../../core/contract/browse.ts';
import type { FromTrainer, Job, ToTrainer } from '../../core/contract/trainer.ts';
import { isLast, type LastMessage } from './last-message.ts';
import { lineTail } from './line-tail.ts';

export type { LastMessage } from './last-message.ts';

export interface TrainerExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A started training process as a host hands it over; `onExit` comes after the last message, or `onFault` if it never started. */
export interface TrainerChild {
  readonly pid: number | undefined;
  /** Does nothing once the process is gone; its exit is reported by `onExit`. */
  send(message: ToTrainer): void;
  /** Ends the process at once (SIGKILL). */
  kill(): void;
  onMessage(listener: (message: FromTrainer) => void): void;
  onOutput(listener: (text: string) => void): void;
  onExit(listener: (exit: TrainerExit) => void): void;
  onFault(listener: (error: Error) => void): void;
}

/** Starts the built trainer entry: `forkTrainer` under Node, the utility process of the window's host under Electron. */
export type SpawnTrainer = (environment: Readonly<Record<string, string>>) => TrainerChild;

export interface TrainerOptions {
  readonly spawn: SpawnTrainer;
  readonly job: Job;
  /** Every message in order; exactly one of `done`, `stopped`, `paused`, `failed` comes, and nothing after it. */
  readonly onMessage: (message: FromTrainer) => void;
  /** What the process writes on stdout and stderr, for a log. */
  readonly onOutput?: (text: string) => void;
  /** How long a process may take to leave after its last message before it is killed. */
  readonly leaveWithinMs?: number;
}

export interface TrainerProcess {
  readonly pid: number | undefined;
  /** Save and end after the step in hand; another process may go on from there. */
  pause(): void;
  /** The answer to `saving`: all points sent so far are safe. */
  recorded(): void;
  /** Evaluate, save and end after the step in hand. */
  stop(): void;
  /** End after the step in hand. */
  abort(): void;
  /** A request to a `browse` job, or the end of one. */
  browse(message: ToBrowser): void;
  /** End at once, for a trainer that does not answer; the job fails with `trainer.killed`. */
  kill(): void;
  /** The last message, once the process has left and its memory is free. Never rejects. */
  readonly ended: Promise<LastMessage>;
}

/** oneDNN is off in some builds unless asked for; level 2 leaves TensorFlow's errors and drops its greetings. */
const ENVIRONMENT = { TF_ENABLE_ONEDNN_OPTS: '1', TF_CPP_MIN_LOG_LEVEL: '2' } as const;

/**
 * Starts one training process for one job and answers for it: whatever becomes of the process, `onMessage` gets exactly one last
 * message. A process that dies without one has failed with `trainer.died`; one that lingers after it is killed; and when this host
 * exits the process is killed too (a host that is killed itself is noticed by the trainer, whose port closes).
 */
export function startTrainer({ spawn, job, onMessage, onOutput, leaveWithinMs = 10_000 }: TrainerOptions): TrainerProcess {
  const child = spawn(ENVIRONMENT);
  const output = lineTail();
  let last: LastMessage | null = null;
  let wasKilled = false;
  let lingering: NodeJS.Timeout | undefined;
  let resolve: (message: LastMessage) => void;
  const ended = new Promise<LastMessage>((settle) => (resolve = settle));

  const killChild = (): void => child.kill();
  const finish = (message: LastMessage): void => {
    if (last !== null) return;
    last = message;
    onMessage(message);
  };
  const leave = (otherwise: () => LastMessage): void => {
    clearTimeout(lingering);
    process.off('exit', killChild);
    if (last === null) finish(otherwise());
    if (last !== null) resolve(last);
  };

  process.on('exit', killChild);
  child.onOutput((text) => {
    output.add(text);
    onOutput?.(text);
  });
  child.onMessage((message) => {
    if (last !== null) return;
    if (!isLast(message)) return onMessage(message);
    finish(message);
    lingering = setTimeout(killChild, leaveWithinMs);
  });
  child.onFault((error) => leave(() => ({ type: 'failed', error: errorData(error) })));
  child.onExit(({ code, signal }) => {
    const reason = wasKilled
      ? new AppError('trainer.killed', {})
      : new AppError('trainer.died', { exitCode: code, signal, output: output.lines() });
    leave(() => ({ type: 'failed', error: reason.toData() }));
  });
  child.send({ type: 'start', job });

  return {
    get pid() {
      return child.pid;
    },
    pause: () => child.send({ type: 'pause' }),
    recorded: () => child.send({ type: 'recorded' }),
    stop: () => child.send({ type: 'stop' }),
    abort: () => child.send({ type: 'abort' }),
    browse: (message) => child.send(message),
    kill() {
      wasKilled = true;
      child.kill();
    },
    ended,
  };
}

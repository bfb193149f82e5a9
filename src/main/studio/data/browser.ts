import type { BrowseAnswers, BrowseRequest, BrowseWhat } from '../../../core/contract/browse.ts';
import type { FromTrainer } from '../../../core/contract/trainer.ts';
import { AppError, type ErrorData } from '../../../core/errors/app-error.ts';
import { catalogue, type ErrorCode } from '../../../core/errors/catalogue.ts';
import type { LastMessage } from '../last-message.ts';
import { startTrainer, type SpawnTrainer, type TrainerProcess } from '../trainer-process.ts';

export type Browsing = Omit<Extract<FromTrainer, { type: 'browsing' }>, 'type' | 'id'>;

export interface AskOptions {
  readonly onProgress?: (progress: Browsing) => void;
  /** Ends the request, which then fails with `data.cancelled`. */
  readonly signal?: AbortSignal;
}

/** Looks at data sets in a process of its own, which is started when it is asked for something and ends when nobody asks any more. */
export interface DataBrowser {
  /** Errors: those of the request; `data.cancelled`, `data.reader-died`, `trainer.not-started`. */
  ask<W extends BrowseWhat>(request: RequestOf<W>, options?: AskOptions): Promise<BrowseAnswers[W]>;
  close(): Promise<void>;
}

type RequestOf<W extends BrowseWhat> = Extract<BrowseRequest, { what: W }>;

export interface BrowserOptions {
  readonly spawn: SpawnTrainer;
  readonly cacheFolder: string;
  readonly idleSeconds?: number;
}

interface Pending {
  readonly request: BrowseRequest;
  readonly onProgress: AskOptions['onProgress'];
  resolve(value: BrowseAnswers[BrowseWhat]): void;
  reject(reason: unknown): void;
}

/** A process that is asked to leave has so long. */
const LEAVE_WITHIN_MS = 2000;

export function dataBrowser({ spawn, cacheFolder, idleSeconds = 60 }: BrowserOptions): DataBrowser {
  const pending = new Map<number, Pending>();
  let nextId = 0;
  let current: TrainerProcess | null = null;
  let isClosed = false;

  function start(): TrainerProcess {
    const started: TrainerProcess = startTrainer({
      spawn,
      job: { job: 'browse', run: '', folders: { cache: cacheFolder }, idleSeconds },
      onMessage(message) {
        if (message.type === 'browsing') pending.get(message.id)?.onProgress?.(message);
        if (message.type === 'browsed') settle(message);
      },
    });
    void started.ended.then((last) => left(started, last));
    return started;
  }

  function settle({ id, reply }: Extract<FromTrainer, { type: 'browsed' }>): void {
    const asked = pending.get(id);
    pending.delete(id);
    if (reply.ok) asked?.resolve(reply.value);
    else asked?.reject(revived(reply.error));
  }

  /** What was asked while the process was about to leave of itself is asked again; after a death it is refused. */
  function left(process: TrainerProcess, last: LastMessage): void {
    if (current === process) current = null;
    if (pending.size === 0) return;
    const reason = isClosed ? new AppError('data.cancelled', {}) : last.type === 'failed' ? reasonOf(last.error) : null;
    if (reason === null) return [...pending].forEach(([id, { request }]) => send(id, request));
    for (const { reject } of pending.values()) reject(reason);
    pending.clear();
  }

  function send(id: number, request: BrowseRequest): void {
    current ??= start();
    current.browse({ type: 'browse', id, request });
  }

  return {
    ask<W extends BrowseWhat>(request: RequestOf<W>, { onProgress, signal }: AskOptions = {}): Promise<BrowseAnswers[W]> {
      if (isClosed || signal?.aborted === true) return Promise.reject(new AppError('data.cancelled', {}));
      const id = nextId++;
      const answered = new Promise<BrowseAnswers[BrowseWhat]>((resolve, reject) => {
        pending.set(id, { request, onProgress, resolve, reject });
        send(id, request);
      });
      const cancel = (): void => current?.browse({ type: 'browse-cancel', id });
      signal?.addEventListener('abort', cancel);
      return answered.finally(() => signal?.removeEventListener('abort', cancel)) as Promise<BrowseAnswers[W]>;
    },

    async close() {
      isClosed = true;
      if (current === null) return;
      const process = current;
      process.abort();
      const impatience = setTimeout(() => process.kill(), LEAVE_WITHIN_MS);
      await process.ended;
      clearTimeout(impatience);
    },
  };
}

/** An error of that process as this one throws it. */
function revived({ code, message, params }: ErrorData): Error {
  if (Object.hasOwn(catalogue, code)) return new AppError(code as ErrorCode, params as never);
  return new Error(message, { cause: params });
}

function reasonOf(error: ErrorData): Error {
  if (error.code !== 'trainer.died') return revived(error);
  const { exitCode, signal, output } = error.params as { exitCode: number | null; signal: string | null; output: string[] };
  const how = signal === null ? `with exit code ${String(exitCode)}` : `by the signal ${signal}`;
  const said = output.at(-1);
  return new AppError('data.reader-died', { reason: said === undefined ? how : `${how}; it wrote last: ${said}` });
}

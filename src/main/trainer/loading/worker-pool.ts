import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError, type ErrorData } from '../../../core/errors/app-error.ts';
import { catalogue, type ErrorCode } from '../../../core/errors/catalogue.ts';
import { ancestors, firstExisting } from './beside.ts';
import type { BatchArrays, WorkerAnswer, WorkerJob, WorkerPlan } from './worker-messages.ts';

interface Pending {
  readonly job: WorkerJob;
  resolve(value: BatchArrays | null): void;
  reject(reason: unknown): void;
}

/**
 * Built, the worker lies beside the bundle or above its chunks. From source, Node runs the TypeScript itself, so that tests never see
 * an older build.
 */
function workerFile(): string {
  const here = import.meta.dirname;
  const looked = [
    join(here, 'decode-worker.js'),
    join(here, '..', 'decode-worker.js'),
    join(here, 'decode-worker.ts'),
    ...ancestors(here).map((folder) => join(folder, 'out', 'main', 'decode-worker.js')),
  ];
  const file = firstExisting(looked);
  if (file === null) throw new AppError('data.worker-missing', { looked });
  return file;
}

/** Node before 22.18 runs TypeScript only when told to. */
function execArgvFor(file: string): string[] {
  const isAsked = file.endsWith('.ts') && process.features.typescript === false;
  return isAsked ? [...process.execArgv, '--experimental-strip-types'] : process.execArgv;
}

/** An error as the worker met it: the same code here, or a fault of the program with the worker's stack. */
function restored({ code, message, params }: ErrorData): Error {
  if (Object.hasOwn(catalogue, code)) return new AppError(code as ErrorCode, params as never);
  return new Error(message, { cause: params });
}

/** Threads that prepare and decode, each doing one job at a time, in the order of asking. */
export class WorkerPool {
  readonly #idle: Worker[] = [];
  readonly #all: Worker[] = [];
  readonly #waiting: Pending[] = [];
  readonly #running = new Map<Worker, Pending>();
  #failure: Error | null = null;

  constructor(count: number, plan: WorkerPlan) {
    const file = workerFile();
    for (let i = 0; i < Math.max(1, count); i++) {
      const worker = new Worker(file, { workerData: plan, execArgv: execArgvFor(file) });
      worker.on('message', (answer: WorkerAnswer) => this.#answered(worker, answer));
      worker.on('error', (error) => this.#died(error.message, error));
      worker.on('exit', (code) => this.#died(`exit code ${code}`));
      // Idle workers must not keep a process alive that has nothing else to do; while one works, the process waits for it.
      worker.unref();
      this.#all.push(worker);
      this.#idle.push(worker);
    }
  }

  get size(): number {
    return this.#all.length;
  }

  run(job: WorkerJob): Promise<BatchArrays | null> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      this.#next();
    });
  }

  /** Ends all workers; what waits or runs is refused. */
  async close(): Promise<void> {
    this.#fail(new Error('the worker pool is closed'));
    await Promise.all(this.#all.map((worker) => worker.terminate()));
  }

  #next(): void {
    while (this.#idle.length > 0 && this.#waiting.length > 0) {
      const [worker, pending] = [this.#idle.shift(), this.#waiting.shift()];
      if (!worker || !pending) return;
      this.#running.set(worker, pending);
      worker.ref();
      worker.postMessage(pending.job);
    }
  }

  #answered(worker: Worker, answer: WorkerAnswer): void {
    const pending = this.#running.get(worker);
    this.#running.delete(worker);
    worker.unref();
    this.#idle.push(worker);
    if (answer.ok) pending?.resolve(answer.value);
    else pending?.reject(restored(answer.error));
    this.#next();
  }

  #died(reason: string, cause?: Error): void {
    if (!this.#failure) this.#fail(new AppError('data.worker-died', { reason }, { cause }));
  }

  #fail(failure: Error): void {
    this.#failure ??= failure;
    for (const { reject } of [...this.#running.values(), ...this.#waiting.splice(0)]) reject(failure);
    this.#running.clear();
  }
}

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError, type ErrorData } from '../../../core/errors/app-error.ts';
import { catalogue, type ErrorCode } from '../../../core/errors/catalogue.ts';
import { ancestors, firstExisting } from './beside.ts';
import type { SampleFault } from './sample-faults.ts';
import type { BatchArrays, BatchJob, WorkerAnswer, WorkerJob, WorkerPlan } from './worker-messages.ts';

type Answer = Exclude<WorkerAnswer, { type: 'failed' }>;

interface Pending {
  resolve(answer: Answer): void;
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

/** Threads that prepare and decode. Jobs wait in the workers, which go on with them while this thread is busy. */
export class WorkerPool {
  readonly #workers: readonly Worker[];
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;
  #failure: Error | null = null;

  constructor(count: number, plan: WorkerPlan) {
    const file = workerFile();
    this.#workers = Array.from({ length: Math.max(1, count) }, () => this.#start(file, plan));
  }

  get size(): number {
    return this.#workers.length;
  }

  /** Makes a shard in worker number `worker`. Gives the samples at fault; where there are any, the shard is not made. */
  async prepare(worker: number, source: number, shard: number): Promise<readonly SampleFault[]> {
    const answer = await this.#ask(this.#workers.slice(worker, worker + 1), { type: 'prepare', source, shard });
    return answer.type === 'prepared' ? answer.faults : [];
  }

  /** Fills a batch by all workers together. */
  async fill(batch: Omit<BatchJob, 'type' | 'counters'>): Promise<BatchArrays> {
    const answer = await this.#ask(this.#workers, { type: 'batch', ...batch, counters: new SharedArrayBuffer(8) });
    return answer.type === 'batch' ? answer.arrays : {};
  }

  /** Ends all workers; what is under way is refused. */
  async close(): Promise<void> {
    this.#fail(new Error('the worker pool is closed'));
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #start(file: string, plan: WorkerPlan): Worker {
    const worker = new Worker(file, { workerData: plan, execArgv: execArgvFor(file) });
    worker.on('message', (answer: WorkerAnswer) => this.#answered(answer));
    worker.on('error', (error) => this.#died(error.message, error));
    worker.on('exit', (code) => this.#died(`exit code ${code}`));
    worker.unref();
    return worker;
  }

  #ask(workers: readonly Worker[], job: WorkerJob): Promise<Answer> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#keepAlive();
      for (const worker of workers) worker.postMessage({ ...job, id });
    });
  }

  #answered(answer: WorkerAnswer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    this.#keepAlive();
    if (answer.type === 'failed') pending?.reject(restored(answer.error));
    else pending?.resolve(answer);
  }

  /** The process waits for workers that have something to do, and for no others. */
  #keepAlive(): void {
    for (const worker of this.#workers) {
      if (this.#pending.size > 0) worker.ref();
      else worker.unref();
    }
  }

  #died(reason: string, cause?: Error): void {
    if (!this.#failure) this.#fail(new AppError('data.worker-died', { reason }, { cause }));
  }

  #fail(failure: Error): void {
    this.#failure ??= failure;
    for (const { reject } of this.#pending.values()) reject(failure);
    this.#pending.clear();
  }
}

import type { Estimate } from '../../core/contract/queue.ts';
import type { FromTrainer } from '../../core/contract/trainer.ts';
import { AppError, errorData } from '../../core/errors/app-error.ts';
import type { RunConfig } from '../../core/train/config.ts';
import type { Library } from '../store/library.ts';
import { runConfig } from '../store/run-find.ts';
import type { NewRun } from '../store/run-life.ts';
import type { StudioContext } from './context.ts';
import type { LastMessage } from './last-message.ts';
import { startActiveRun, type ActiveRun, type Asked } from './queue/active-run.ts';
import { createAnnouncer } from './queue/announcer.ts';
import { createEstimates } from './queue/estimates.ts';
import { listQueue, type QueueList } from './queue/list.ts';
import { endOrphans } from './queue/orphans.ts';
import { addRuns, checkConfig } from './queue/new-runs.ts';
import { createProber } from './queue/prober.ts';
import { queueSettings } from './queue/settings.ts';
import { settle } from './queue/settle.ts';

/** The queue of a studio: trains one run at a time by default, whatever becomes of pages and trainers. All of it is in the library. */
export interface Queue {
  hasRunning(): boolean;
  list(): QueueList;
  add(runs: readonly NewRun[]): string[];
  move(run: string, before: string | null): void;
  pause(run: string): void;
  resume(run: string): void;
  stop(run: string): void;
  abort(run: string): void;
  retry(run: string): string;
  hold(isHeld: boolean): void;
  setSlots(slots: number): void;
  estimate(config: RunConfig): Promise<Estimate>;
  /** Asks what is trained to save and rest, and waits until it has. */
  close(): Promise<void>;
}

export interface QueueOptions {
  /** How long a run may take to save when the studio closes, before it is ended with what its last checkpoint holds. */
  readonly saveWithinMs?: number;
}

const EMPTY: QueueList = { entries: [], slots: 1, isHeld: false, secondsLeft: 0 };

export function startQueue(context: Omit<StudioContext, 'queue' | 'sets' | 'browser'>, options: QueueOptions = {}): Queue {
  return new StudioQueue(context, options);
}

class StudioQueue implements Queue {
  readonly #context: Omit<StudioContext, 'queue' | 'sets' | 'browser'>;
  readonly #saveWithinMs: number;
  readonly #announcer;
  readonly #prober;
  readonly #estimates = createEstimates();
  readonly #active = new Map<string, ActiveRun>();
  #isClosing = false;
  /** The library did not take what became of a run: nothing is started until a person asks for something. */
  #isStuck = false;

  constructor(context: Omit<StudioContext, 'queue' | 'sets' | 'browser'>, { saveWithinMs = 120_000 }: QueueOptions) {
    this.#context = context;
    this.#saveWithinMs = saveWithinMs;
    this.#announcer = createAnnouncer(context.emit);
    this.#prober = createProber(context.abilities.spawnTrainer, context.cacheFolder);
    let isAnother = false;
    context.onWritable(() => {
      if (isAnother) this.#keep(() => endOrphans(context.writing()));
      isAnother = true;
      this.#isStuck = false;
      this.#estimates.clear();
      // Not at once: the host may still be starting.
      setImmediate(() => this.#changed());
    });
  }

  hasRunning(): boolean {
    return this.#active.size > 0;
  }

  list(): QueueList {
    const library = this.#context.reading();
    return library === null ? EMPTY : listQueue(library, this.#active, this.#estimates, queueSettings(library));
  }

  add(runs: readonly NewRun[]): string[] {
    const added = addRuns(this.#context.writing(), runs);
    for (const run of added) this.#announcer.statusChanged(run);
    this.#changed();
    return added;
  }

  move(run: string, before: string | null): void {
    const library = this.#context.writing();
    const waiting = library.listWaiting();
    for (const one of before === null ? [run] : [run, before])
      if (!waiting.includes(one) || this.#active.has(one))
        throw new AppError('queue.not-waiting', { run: one, status: this.#statusOf(library, one) });
    if (run !== before) library.moveInQueue(run, before);
    this.#changed();
  }

  pause(run: string): void {
    if (this.#ask(run, 'pause')) return;
    const library = this.#context.writing();
    if (!library.listWaiting().includes(run)) throw this.#notPossible(library, run, 'pause');
    library.restRun(run, 'paused');
    this.#statusChanged(run);
  }

  resume(id: string): void {
    const library = this.#context.writing();
    const run = library.getRun(id);
    if (run.trashedMs !== null) throw new AppError('queue.trashed', { run: id });
    if (run.status === 'finished') throw new AppError('run.finished', { run: id });
    if (this.#active.has(id) || run.status === 'running') throw this.#notPossible(library, id, 'resume');
    if (!library.listWaiting().includes(id)) library.enqueue(id, 'head');
    this.#statusChanged(id);
  }

  stop(run: string): void {
    if (!this.#ask(run, 'stop')) throw this.#notPossible(this.#context.writing(), run, 'stop');
  }

  abort(id: string): void {
    if (this.#ask(id, 'abort')) return;
    const library = this.#context.writing();
    const { status } = library.getRun(id);
    if (status === 'finished' || status === 'running') throw this.#notPossible(library, id, 'abort');
    library.transaction(() => {
      if (status !== 'failed') library.restRun(id, 'stopped');
      library.leaveQueue(id);
    });
    this.#statusChanged(id);
  }

  retry(id: string): string {
    const library = this.#context.writing();
    const run = library.getRun(id);
    const again = library.transaction(() => {
      const [added = ''] = addRuns(library, [{ config: runConfig(run), name: run.name, tags: run.tags }]);
      if (run.status === 'failed') library.leaveQueue(id);
      return added;
    });
    this.#announcer.statusChanged(id);
    this.#statusChanged(again);
    return again;
  }

  hold(isHeld: boolean): void {
    queueSettings(this.#context.writing()).hold(isHeld);
    this.#changed();
  }

  setSlots(slots: number): void {
    queueSettings(this.#context.writing()).setSlots(slots);
    this.#changed();
  }

  async estimate(config: RunConfig): Promise<Estimate> {
    checkConfig(config);
    const [running] = this.#active.keys();
    if (running !== undefined) throw new AppError('queue.busy', { run: running });
    const estimate = await this.#prober.estimate(config);
    this.#changed();
    return estimate;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    const ends = [...this.#active.values()].map(async (run) => {
      run.ask('pause');
      const impatience = setTimeout(() => run.ask('abort'), this.#saveWithinMs);
      await run.ended;
      clearTimeout(impatience);
    });
    await Promise.all([...ends, this.#prober.giveWay(null)]);
    this.#announcer.close();
  }

  /** Whether the run is trained, and so was asked. */
  #ask(run: string, what: Asked): boolean {
    const active = this.#active.get(run);
    if (active === undefined) return false;
    active.ask(what);
    this.#announcer.queueChanged();
    return true;
  }

  #statusOf(library: Library, run: string): string {
    return this.#active.has(run) ? 'running' : library.getRun(run).status;
  }

  #notPossible(library: Library, run: string, wanted: string): AppError {
    return new AppError('queue.not-possible', { run, status: this.#statusOf(library, run), wanted });
  }

  #statusChanged(run: string): void {
    this.#announcer.statusChanged(run);
    this.#changed();
  }

  /** Something is not as it was: the pages hear of it, and what may begin begins. */
  #changed(): void {
    this.#isStuck = false;
    this.#announcer.queueChanged();
    this.#pump();
  }

  #pump(): void {
    const library = this.#writable();
    if (library === null || this.#isClosing || this.#isStuck) return;
    const { slots, isHeld } = queueSettings(library);
    while (!isHeld && !this.#isStuck && this.#active.size < slots) {
      const next = library.listWaiting().find((run) => !this.#active.has(run));
      if (next === undefined) return;
      const leaving = this.#prober.giveWay(next);
      if (leaving !== null) return void leaving.then(() => this.#pump());
      this.#start(library, next);
    }
  }

  #start(library: Library, id: string): void {
    const { cacheFolder, abilities } = this.#context;
    try {
      const run = startActiveRun({
        ...{ library, run: library.getRun(id), cacheFolder, spawn: abilities.spawnTrainer },
        onMessage: (message) => this.#hear(id, message),
        onProgress: (progress) => this.#announcer.progress(progress),
        onWritten: () => {
          const { lastStep, generation } = library.progressOf(id);
          this.#announcer.grew(id, lastStep, generation);
        },
      });
      this.#active.set(id, run);
      void run.ended.then((last) => this.#ended(library, id, last));
    } catch (error) {
      this.#keep(() => library.finishRun(id, 'failed', { seconds: 0, error: errorData(error) }));
    }
    this.#announcer.statusChanged(id);
  }

  #hear(run: string, { type }: FromTrainer): void {
    if (type === 'ready' || type === 'resumed') this.#announcer.statusChanged(run);
    else if (type === 'metrics' || type === 'checkpoint') this.#announcer.runChanged(run);
  }

  #ended(library: Library, run: string, last: LastMessage): void {
    this.#keep(() => settle(library, run, last));
    this.#active.delete(run);
    this.#announcer.forget(run);
    this.#estimates.clear();
    this.#announcer.statusChanged(run);
    this.#pump();
  }

  /** What the library does not take (a full disk, say) must not be tried for ever. */
  #keep(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#isStuck = true;
      process.stderr.write(`The queue rests: ${errorData(error).message}\n`);
    }
  }

  #writable(): Library | null {
    try {
      return this.#context.writing();
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
  }
}

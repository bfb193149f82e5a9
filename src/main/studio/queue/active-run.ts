import type { RunProgress } from '../../../core/contract/queue.ts';
import type { RunId } from '../../../core/contract/runs.ts';
import type { FromTrainer, TrainJob } from '../../../core/contract/trainer.ts';
import type { Library } from '../../store/library.ts';
import { runConfig } from '../../store/run-find.ts';
import type { RunDetail } from '../../store/run.ts';
import type { LastMessage } from '../last-message.ts';
import { resumeJob } from '../resume-run.ts';
import { trainRun } from '../train-run.ts';
import type { SpawnTrainer } from '../trainer-process.ts';
import { checkpointsFolder } from '../where.ts';

export type Asked = 'pause' | 'stop' | 'abort';

/** A run that is trained now. */
export interface ActiveRun {
  readonly run: string;
  readonly progress: RunProgress;
  /** The last that was asked of it; null: nothing yet. */
  readonly asked: Asked | null;
  ask(what: Asked): void;
  /** The last message, once the process has left and all is in the library. Never rejects. */
  readonly ended: Promise<LastMessage>;
}

export interface ActiveRunOptions {
  readonly library: Library;
  readonly run: RunDetail;
  readonly cacheFolder: string;
  readonly spawn: SpawnTrainer;
  readonly onMessage: (message: FromTrainer) => void;
  readonly onProgress: (progress: RunProgress) => void;
  /** New points are in the library. */
  readonly onWritten: () => void;
  /** How long the step in hand may take after an abort before the process is ended at once. */
  readonly patienceMs?: number;
}

/** Starts the trainer for a run that waits: from its first step, or where its last checkpoint stands. Throws where that cannot be. */
export function startActiveRun(options: ActiveRunOptions): ActiveRun {
  const { library, run, spawn, onMessage, onProgress, onWritten, patienceMs = 10_000 } = options;
  let progress: RunProgress = { run: run.id as RunId, phase: 'starting', done: 0, total: 0, secondsLeft: null };
  let asked: Asked | null = null;
  let impatience: NodeJS.Timeout | undefined;
  const trainer = trainRun({
    library,
    job: jobOf(options),
    spawn,
    onMessage(message) {
      if (message.type === 'progress') {
        const { phase, done, total, secondsLeft } = message;
        progress = { run: run.id as RunId, phase, done, total, secondsLeft };
        onProgress(progress);
      }
      onMessage(message);
    },
    onNotice: (text) => library.addEvents(run.id, [{ level: 'warning', text }]),
    onWritten,
  });
  return {
    run: run.id,
    get progress() {
      return progress;
    },
    get asked() {
      return asked;
    },
    ask(what) {
      if (asked === 'abort') return;
      asked = what;
      trainer[what]();
      if (what === 'abort') impatience = setTimeout(() => trainer.kill(), patienceMs);
    },
    ended: trainer.ended.finally(() => clearTimeout(impatience)),
  };
}

function jobOf({ library, run, cacheFolder }: ActiveRunOptions): TrainJob {
  const folders = { cache: cacheFolder, checkpoints: checkpointsFolder(library.file, run.id) };
  if (run.startedMs !== null) return resumeJob(library, run, folders);
  return { job: 'train', run: run.id, config: runConfig(run), folders, resume: null };
}

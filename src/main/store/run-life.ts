import type { RunEnvironment } from '../../core/contract/trainer.ts';
import type { ErrorData } from '../../core/errors/app-error.ts';
import type { RunConfig } from '../../core/train/config.ts';
import type { StoreContext } from './context.ts';
import { groupKey } from './group-key.ts';
import { toJson } from './json.ts';
import { ownProcess, type ProcessIdentity } from './process-identity.ts';
import type { FinalStatus } from './run.ts';
import { newRunId } from './run-id.ts';
import type { Search } from './search.ts';

export interface NewRun {
  readonly config: RunConfig;
  /** By default `{method}-{dataset}-{fusion}-s{seed}`. Names need not differ. */
  readonly name?: string;
  readonly note?: string;
  readonly tags?: readonly string[];
}

export interface RunEnd {
  readonly seconds?: number;
  readonly weightsSha256?: string | null;
  /** Last step done. */
  readonly steps?: number;
  readonly error?: ErrorData | null;
}

/** From the queue to the end. Every function commits before it returns. */
export function runLife({ db, now, transaction, numberOf }: StoreContext, search: Search) {
  const newest = db.prepare<[], string>('SELECT id FROM run ORDER BY id DESC LIMIT 1').pluck();
  const insert = db.prepare(`
    INSERT INTO run (id, name, method, seed, status, config, group_key, data_name, created_ms, note)
    VALUES (:id, :name, :method, :seed, 'queued', :config, :groupKey, :dataName, :createdMs, :note)`);
  const insertTag = db.prepare('INSERT OR IGNORE INTO tag (run, name) VALUES (?, ?)');
  const start = db.prepare(`
    UPDATE run SET status = 'running', started_ms = :now, ended_ms = NULL, error = NULL, process_id = :pid, process_started = :started
    WHERE number = :number`);
  const describe = db.prepare(`
    UPDATE run SET device = :device, versions = :versions, environment = :environment, data_fingerprint = :fingerprint WHERE number = :number`);
  const progress = db.prepare('UPDATE run SET epochs = max(epochs, :epochs), steps = max(steps, :steps) WHERE number = :number');
  const end = db.prepare(`
    UPDATE run SET status = :status, ended_ms = :now, error = :error, weights_sha256 = coalesce(:weights, weights_sha256),
      steps = max(steps, :steps), process_id = NULL, process_started = NULL,
      seconds = coalesce(seconds, 0) + coalesce(:seconds, (:now - started_ms) / 1000.0, 0)
    WHERE number = :number`);

  return {
    /** Puts a run in the queue. Returns its id. */
    createRun({ config, name, note = '', tags = [] }: NewRun): string {
      return transaction(() => {
        const id = newRunId(now(), newest.get() ?? null);
        const { lastInsertRowid } = insert.run({
          id,
          name: name ?? `${config.method}-${config.data.name}-${config.model.fusion}-s${config.seed}`,
          method: config.method,
          seed: config.seed,
          config: JSON.stringify(config),
          groupKey: groupKey(config),
          dataName: config.data.name,
          createdMs: now(),
          note,
        });
        for (const tag of tags) insertTag.run(lastInsertRowid, tag);
        search.index(Number(lastInsertRowid));
        return id;
      });
    },

    /** The run is worked on from now, by this process unless another is named. Also for a run that is resumed. */
    startRun(id: string, process: ProcessIdentity = ownProcess()): void {
      start.run({ number: numberOf(id), now: now(), pid: process.pid, started: process.started });
    },

    /** What the trainer found when it was ready: device, versions, data. */
    setEnvironment(id: string, environment: RunEnvironment): void {
      const { device, versions, fingerprint } = environment;
      describe.run({ number: numberOf(id), device, versions: toJson(versions), environment: toJson(environment), fingerprint });
    },

    /** Epochs and steps done so far; never less than before. */
    setProgress: (id: string, { epochs = 0, steps = 0 }: { readonly epochs?: number; readonly steps?: number }): void =>
      void progress.run({ number: numberOf(id), epochs, steps }),

    /** The run has ended, or rests. `seconds` is the time since its latest start, added to that of earlier ones; by default as the clock says. */
    endRun(id: string, status: FinalStatus, { seconds, weightsSha256 = null, steps = 0, error = null }: RunEnd): void {
      transaction(() => {
        const number = numberOf(id);
        end.run({
          number,
          status,
          now: now(),
          error: error === null ? null : toJson(error),
          weights: weightsSha256,
          steps,
          seconds: seconds ?? null,
        });
        search.index(number);
      });
    },
  };
}

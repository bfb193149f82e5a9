import type { RunEnvironment } from '../../core/contract/trainer.ts';
import type { ErrorData } from '../../core/errors/app-error.ts';
import type { ProcessIdentity } from './process-identity.ts';

export type RunStatus = 'queued' | 'running' | 'paused' | 'finished' | 'failed' | 'interrupted' | 'stopped';
/** What a run can be when nobody works on it any more. `interrupted`: its process went away without a word; all but `finished` may go on. */
export type FinalStatus = Extract<RunStatus, 'finished' | 'failed' | 'stopped' | 'paused' | 'interrupted'>;

/** A run as lists show it. Times are milliseconds since 1970. */
export interface Run {
  readonly id: string;
  /** Its number in the library, from 1. */
  readonly number: number;
  readonly name: string;
  readonly method: string;
  readonly seed: number;
  readonly status: RunStatus;
  /** Shared by runs that differ only in their seed. */
  readonly groupKey: string;
  readonly dataName: string;
  readonly dataFingerprint: string | null;
  readonly device: string | null;
  readonly createdMs: number;
  /** Of the latest start, if it was resumed. */
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  /** Time spent training, over all starts. */
  readonly seconds: number | null;
  readonly process: ProcessIdentity | null;
  readonly weightsSha256: string | null;
  readonly error: ErrorData | null;
  readonly epochs: number;
  readonly steps: number;
  readonly note: string;
  readonly tags: readonly string[];
  readonly pinned: boolean;
  readonly colour: string | null;
  readonly archived: boolean;
  /** Kept from being trashed. */
  readonly locked: boolean;
  readonly trashedMs: number | null;
}

/** A run with all that is needed to repeat it. */
export interface RunDetail extends Run {
  /** As it was written, perhaps by an older program; `runConfig` checks it. */
  readonly config: unknown;
  readonly environment: RunEnvironment | null;
}

/** A row as `RUN_COLUMNS` selects it. */
export interface RunRow {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly method: string;
  readonly seed: number;
  readonly status: RunStatus;
  readonly group_key: string;
  readonly data_name: string;
  readonly data_fingerprint: string | null;
  readonly device: string | null;
  readonly created_ms: number;
  readonly started_ms: number | null;
  readonly ended_ms: number | null;
  readonly seconds: number | null;
  readonly process_id: number | null;
  readonly process_started: string | null;
  readonly weights_sha256: string | null;
  readonly error: string | null;
  readonly epochs: number;
  readonly steps: number;
  readonly note: string;
  readonly tags: string;
  readonly pinned: number;
  readonly colour: string | null;
  readonly archived: number;
  readonly locked: number;
  readonly trashed_ms: number | null;
}

/** Columns of a `RunRow`, for a SELECT from `run`. */
export const RUN_COLUMNS = `id, number, name, method, seed, status, group_key, data_name, data_fingerprint, device, created_ms, started_ms, ended_ms,
  seconds, process_id, process_started, weights_sha256, error, epochs, steps, note, pinned, colour, archived, locked, trashed_ms,
  (SELECT json_group_array(tag.name ORDER BY tag.name) FROM tag WHERE tag.run = run.number) AS tags`;

export function toRun(row: RunRow): Run {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    method: row.method,
    seed: row.seed,
    status: row.status,
    groupKey: row.group_key,
    dataName: row.data_name,
    dataFingerprint: row.data_fingerprint,
    device: row.device,
    createdMs: row.created_ms,
    startedMs: row.started_ms,
    endedMs: row.ended_ms,
    seconds: row.seconds,
    process: row.process_id === null ? null : { pid: row.process_id, started: row.process_started ?? '' },
    weightsSha256: row.weights_sha256,
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorData),
    epochs: row.epochs,
    steps: row.steps,
    note: row.note,
    tags: JSON.parse(row.tags) as string[],
    pinned: row.pinned === 1,
    colour: row.colour,
    archived: row.archived === 1,
    locked: row.locked === 1,
    trashedMs: row.trashed_ms,
  };
}

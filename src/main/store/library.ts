import type { Database } from 'better-sqlite3';
import { resolve } from 'node:path';
import { backupAside, backupTo } from './backup.ts';
import { findDamage } from './check-contents.ts';
import { checkpointTable } from './checkpoints.ts';
import { openForReading, openForWriting, type Connection } from './connection.ts';
import { storeContext } from './context.ts';
import { earlierRuns } from './earlier-runs.ts';
import { curveReader } from './curves.ts';
import { dataSetTable } from './data-sets.ts';
import { eventTable } from './events.ts';
import { geometryTable } from './geometry.ts';
import { markInterrupted } from './interrupted.ts';
import { metricTable } from './metrics.ts';
import { migrations } from './migrations/index.ts';
import { pointTables } from './point-tables.ts';
import { pointWriter } from './points.ts';
import { predictionTable } from './predictions.ts';
import { queueTable } from './queue.ts';
import { runColumns } from './run-columns.ts';
import { runEdit } from './run-edit.ts';
import { runFind } from './run-find.ts';
import { runLife, type RunEnd } from './run-life.ts';
import { runList } from './run-list.ts';
import type { FinalStatus } from './run.ts';
import { searchIndex } from './search.ts';
import { seriesReader } from './series.ts';
import { settingTable } from './settings.ts';
import { readable, withReadableErrors } from './sqlite-errors.ts';
import { truncation } from './truncate-run.ts';

export interface OpenOptions {
  /** Nothing is written, and a writer may be at work in another process. */
  readonly readOnly?: boolean;
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

export type Library = ReturnType<typeof libraryOf>;

/**
 * Opens a library, or makes one where there is none yet. For writing there must be no other writer (`lockLibrary` sees to that); runs
 * whose process is gone become `interrupted`. Every error of the file, the disk or another program is an AppError `store.…`.
 */
export function openLibrary(path: string, { readOnly = false, now = Date.now }: OpenOptions = {}): Library {
  const file = resolve(path);
  const connection = readOnly ? openForReading(file, migrations) : openForWriting(file, migrations);
  try {
    return withReadableErrors(file, () => libraryOf(connection, file, readOnly, now));
  } catch (error) {
    connection.close();
    throw error;
  }
}

function libraryOf(connection: Connection, file: string, readOnly: boolean, now: () => number) {
  const { db } = connection;
  const context = storeContext(db, file, now);
  const search = searchIndex(context);
  const tables = pointTables(db);
  const { endRun, ...life } = runLife(context, search);
  const { deleteRuns, ...edit } = runEdit(context, search);
  const { appendPoints, compact, dropPointsAfter, forget } = pointWriter(context, tables);
  const { transaction } = context;

  const functions = {
    ...life,
    ...edit,
    ...runList(context),
    ...runFind(context),
    ...runColumns(context),
    ...metricTable(context),
    ...geometryTable(context),
    ...checkpointTable(context),
    ...dataSetTable(context),
    ...settingTable(context),
    ...eventTable(context, search),
    ...predictionTable(context),
    ...queueTable(context),
    ...earlierRuns(context),
    ...seriesReader(context, tables),
    ...curveReader(context, tables),
    ...truncation(context, dropPointsAfter),
    appendPoints,

    /** Ends a run, or lets it rest, and seals its points. */
    finishRun: (id: string, status: FinalStatus, end: RunEnd = {}): void =>
      transaction(() => {
        compact(id);
        endRun(id, status, end);
      }),

    deleteRuns(ids: readonly string[]): void {
      deleteRuns(ids);
      ids.forEach(forget);
    },

    deleteRun(id: string): void {
      deleteRuns([id]);
      forget(id);
    },

    /** Several changes as one: all of them, or none. */
    transaction,

    /** Looks the whole file through. Throws `store.damaged`. */
    check: (): void => findDamage(db, file),

    /** A copy of the library as it is now. */
    backup: (target: string): void => backupTo(db, resolve(target)),
  };

  return {
    ...readableErrors(functions, file),
    file,
    readOnly,
    isOpen: (): boolean => db.open,
    /** Runs that were found without their process when the library was opened. */
    interrupted: readOnly ? [] : markInterrupted(context, search),
    /** As `backup`, beside other work. */
    backupAside: (target: string): Promise<void> =>
      backupAside(db, resolve(target)).catch((thrown: unknown) => {
        throw readable(thrown, file);
      }),
    close: (): void => close(connection, db, readOnly),
  };
}

function close(connection: Connection, db: Database, readOnly: boolean): void {
  if (!db.open) return;
  if (!readOnly) db.pragma('optimize');
  connection.close();
}

type Callable = (...parameters: unknown[]) => unknown;

/** The same functions, throwing what SQLite says in its readable form. */
function readableErrors<T extends object>(functions: T, file: string): T {
  const wrap =
    (call: Callable): Callable =>
    (...parameters) =>
      withReadableErrors(file, () => call(...parameters));
  return Object.fromEntries(Object.entries(functions).map(([name, call]) => [name, wrap(call as Callable)])) as T;
}

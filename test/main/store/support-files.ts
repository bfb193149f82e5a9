import { chmodSync, statSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { openLibrary } from '../../../src/main/store/library.ts';
import { config } from './support.ts';

/** Makes a library with one finished run of three points. Returns the run's id. */
export function makeLibrary(file: string): string {
  const library = openLibrary(file);
  const run = library.createRun({ config: config() });
  library.appendPoints(run, { loss: { steps: [0, 1, 2], values: [3, 2, 1] } });
  library.finishRun(run, 'finished');
  library.close();
  return run;
}

/** Changes a database behind the library's back. */
export function tamper(file: string, sql: string): void {
  const db = new Sqlite(file);
  db.exec(sql);
  db.close();
}

/** The id of "nobody" on every system we know. */
const NOBODY = 65534;

/**
 * Runs `work` without an administrator's rights, which would make every permission pass: tests run as root in containers. The
 * folder must be open to all for it. (Only the effective user changes, so access(2), which asks for the real one, still passes: here
 * SQLite itself meets the refusal.)
 */
export function asOrdinaryUser<T>(folder: string, work: () => T): T {
  const { geteuid, seteuid } = process;
  if (geteuid === undefined || seteuid === undefined || geteuid.call(process) !== 0) return work();
  chmodSync(folder, statSync(folder).mode | 0o055);
  process.seteuid?.(NOBODY);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

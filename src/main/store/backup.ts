import Sqlite, { type Database } from 'better-sqlite3';
import { renameSync, rmSync } from 'node:fs';

/**
 * A whole and consistent copy of the library at `target`, made while it is in use. It appears under its name only when complete,
 * and replaces an older copy there.
 */
export function backupTo(db: Database, target: string): void {
  const part = `${target}.part`;
  rmSync(part, { force: true });
  try {
    db.prepare('VACUUM INTO ?').run(part);
    renameSync(part, target);
  } finally {
    rmSync(part, { force: true });
  }
}

/**
 * The same, a few pages at a time, so that a host goes on answering. What this connection writes meanwhile is in the copy too; where the
 * connection is closed, it fails and leaves nothing behind.
 */
export async function backupAside(db: Database, target: string): Promise<void> {
  const part = `${target}.part`;
  rmSync(part, { force: true });
  try {
    await db.backup(part);
    // One file, without a write-ahead log beside it.
    const copy = new Sqlite(part);
    copy.pragma('journal_mode = DELETE');
    copy.close();
    renameSync(part, target);
  } finally {
    rmSync(part, { force: true });
  }
}

import type { Database } from 'better-sqlite3';
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

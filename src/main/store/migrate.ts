import type { Database } from 'better-sqlite3';
import { AppError } from '../../core/errors/app-error.ts';
import { backupTo } from './backup.ts';
import { isDamage } from './sqlite-errors.ts';

export interface Migration {
  readonly name: string;
  readonly up: (db: Database) => void;
}

/** Marks our files among all SQLite databases (`PRAGMA application_id`): the letters RRST. */
export const APPLICATION_ID = 0x52525354;

/**
 * Brings the database to the newest schema. `PRAGMA user_version` counts the migrations that have run. Each one and its count
 * commit together, so a crash leaves a whole version behind; before the first, a file that holds anything is copied beside itself.
 */
export function migrate(db: Database, file: string, migrations: readonly Migration[]): void {
  const found = db.pragma('user_version', { simple: true }) as number;
  if (found > migrations.length) throw new AppError('store.newer-than-app', { file, found, known: migrations.length });
  if (found === migrations.length) return;

  const backup = found === 0 ? null : `${file}.before-v${found + 1}.bak`;
  if (backup !== null) backupTo(db, backup);
  for (const [index, migration] of migrations.entries()) {
    if (index >= found) apply(db, file, migration, index + 1, backup);
  }
}

function apply(db: Database, file: string, migration: Migration, version: number, backup: string | null): void {
  try {
    db.transaction(() => {
      // Another process may have been here between our reading and this lock.
      if ((db.pragma('user_version', { simple: true }) as number) >= version) return;
      migration.up(db);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${version}`);
    }).immediate();
  } catch (cause) {
    // Damage has its own text; whatever else stops a migration is a fault of the migration or of the disk, and the user keeps the file.
    if (isDamage(cause)) throw cause;
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('store.migration-failed', { file, version, migration: migration.name, detail, backup }, { cause });
  }
}

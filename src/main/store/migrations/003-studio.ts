import type { Migration } from '../migrate.ts';

/** What the studio keeps beside runs: the order of the queue, data sets, settings of the pages, predictions behind a confusion matrix. */
export const studio: Migration = {
  name: '003-studio',
  up: (db) =>
    db.exec(`
      ALTER TABLE run ADD COLUMN locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1));
      ALTER TABLE run ADD COLUMN queue_place REAL;
      CREATE INDEX series_by_name ON series (name, run);

      CREATE TABLE data_set (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        definition TEXT NOT NULL CHECK (json_valid(definition)),
        created_ms INTEGER NOT NULL,
        changed_ms INTEGER NOT NULL,
        removed_ms INTEGER
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE setting (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL CHECK (json_valid(value))
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE prediction (
        run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
        which TEXT NOT NULL CHECK (which IN ('last', 'best')),
        split TEXT NOT NULL,
        scored_by TEXT NOT NULL,
        names TEXT NOT NULL CHECK (json_valid(names)),
        labels BLOB NOT NULL,
        predicted BLOB NOT NULL,
        PRIMARY KEY (run, which, split, scored_by)
      ) STRICT, WITHOUT ROWID;
    `),
};

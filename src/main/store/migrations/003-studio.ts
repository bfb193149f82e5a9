import type { Migration } from '../migrate.ts';

/**
 * What the studio keeps beside runs: the order of the queue, data sets, settings of the pages, predictions behind a confusion matrix.
 * - `change` says what a table of runs in memory has to read anew; triggers keep it, so that no writer can forget it.
 * - The names of a split's samples are kept once for all runs that were scored on them.
 * - `metric_figures` has all that a table of runs shows of a split, so that nothing reads the confusion matrices beside it.
 * - `run.generation` tells a live chart that points it has drawn are no longer there.
 */
export const studio: Migration = {
  name: '003-studio',
  up: (db) =>
    db.exec(`
      ALTER TABLE run ADD COLUMN locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1));
      ALTER TABLE run ADD COLUMN queue_place REAL;
      ALTER TABLE run ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;

      CREATE INDEX run_in_queue ON run (queue_place) WHERE queue_place IS NOT NULL;
      DROP INDEX run_alive;
      CREATE INDEX run_open ON run (status) WHERE status IN ('queued', 'running', 'paused', 'interrupted');
      DROP INDEX series_by_name;
      CREATE INDEX series_by_name ON series (name, run);

      ALTER TABLE metric ADD COLUMN modality_accuracy TEXT GENERATED ALWAYS AS (detail -> '$.modalityAccuracy') VIRTUAL;
      CREATE INDEX metric_figures ON metric (split, which, run, epoch, n, loss, accuracy, macro_f1, map, modality_accuracy);

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

      CREATE TABLE sample_list (
        id INTEGER PRIMARY KEY,
        hash TEXT NOT NULL UNIQUE,
        names TEXT NOT NULL CHECK (json_valid(names)),
        labels BLOB NOT NULL
      ) STRICT;

      CREATE TABLE prediction (
        run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
        which TEXT NOT NULL CHECK (which IN ('last', 'best')),
        split TEXT NOT NULL,
        scored_by TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        samples INTEGER NOT NULL REFERENCES sample_list (id),
        predicted BLOB NOT NULL,
        PRIMARY KEY (run, which, split, scored_by)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX prediction_by_samples ON prediction (samples);

      CREATE TABLE change (
        run INTEGER PRIMARY KEY,
        at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX change_by_at ON change (at);
      INSERT INTO change SELECT number, number FROM run;
      ${[
        ['run_made', 'INSERT ON run', 'NEW.number'],
        ['run_changed', 'UPDATE ON run', 'NEW.number'],
        ['run_gone', 'DELETE ON run', 'OLD.number'],
        ['tag_made', 'INSERT ON tag', 'NEW.run'],
        ['tag_gone', 'DELETE ON tag', 'OLD.run'],
        ['metric_made', 'INSERT ON metric', 'NEW.run'],
        ['metric_gone', 'DELETE ON metric', 'OLD.run'],
      ]
        .map(
          ([name, what, run]) => `CREATE TRIGGER change_${name} AFTER ${what} BEGIN
        INSERT OR REPLACE INTO change VALUES (${run}, (SELECT coalesce(max(at), 0) + 1 FROM change));
      END;`,
        )
        .join('\n      ')}
    `),
};

import type { Migration } from '../migrate.ts';

/**
 * The first schema. docs/schema.md explains every table and column. Why it has this shape:
 * - A run's key is a small number inside and a short text id outside; all that belongs to a run is deleted with it.
 * - Points of a live series are narrow rows ordered by (series, step); 1,024 of them are sealed into one blob row whose header
 *   has what a wide chart needs, and whose blobs come last so that a scan of headers does not touch them.
 * - `summary` is written with every batch, so that a table of runs never reads points.
 * - `run_text` keeps only the index of the searched text, not the text again.
 */
export const library: Migration = {
  name: '001-library',
  up: (db) =>
    db.exec(`
      CREATE TABLE run (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        method TEXT NOT NULL,
        seed INTEGER NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'paused', 'finished', 'failed', 'interrupted', 'stopped')),
        config TEXT NOT NULL CHECK (json_valid(config)),
        group_key TEXT NOT NULL,
        data_name TEXT NOT NULL,
        data_fingerprint TEXT,
        device TEXT,
        versions TEXT CHECK (json_valid(versions)),
        environment TEXT CHECK (json_valid(environment)),
        created_ms INTEGER NOT NULL,
        started_ms INTEGER,
        ended_ms INTEGER,
        seconds REAL,
        process_id INTEGER,
        process_started TEXT,
        weights_sha256 TEXT,
        error TEXT CHECK (json_valid(error)),
        epochs INTEGER NOT NULL DEFAULT 0,
        steps INTEGER NOT NULL DEFAULT 0,
        note TEXT NOT NULL DEFAULT '',
        pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
        colour TEXT,
        archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
        trashed_ms INTEGER
      ) STRICT;
      CREATE INDEX run_by_name ON run (name);
      CREATE INDEX run_by_group ON run (group_key);
      CREATE INDEX run_alive ON run (status) WHERE status IN ('queued', 'running', 'paused');

      CREATE TABLE tag (
        run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
        name TEXT NOT NULL,
        PRIMARY KEY (run, name)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tag_by_name ON tag (name);

      CREATE TABLE series (
        id INTEGER PRIMARY KEY,
        run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
        name TEXT NOT NULL,
        UNIQUE (run, name)
      ) STRICT;
      CREATE INDEX series_by_name ON series (name);

      CREATE TABLE point_tail (
        series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
        step INTEGER NOT NULL,
        wall INTEGER NOT NULL,
        value REAL,
        PRIMARY KEY (series, step)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE point_chunk (
        series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
        step0 INTEGER NOT NULL,
        step1 INTEGER NOT NULL,
        n INTEGER NOT NULL,
        vmin REAL,
        vmin_step INTEGER,
        vmax REAL,
        vmax_step INTEGER,
        nan INTEGER NOT NULL,
        infinite INTEGER NOT NULL,
        steps BLOB NOT NULL,
        walls BLOB NOT NULL,
        vals BLOB NOT NULL,
        PRIMARY KEY (series, step0)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE summary (
        series INTEGER PRIMARY KEY REFERENCES series (id) ON DELETE CASCADE,
        n INTEGER NOT NULL,
        nan INTEGER NOT NULL,
        infinite INTEGER NOT NULL,
        last REAL,
        last_step INTEGER NOT NULL,
        min REAL,
        min_step INTEGER,
        max REAL,
        max_step INTEGER
      ) STRICT;

      CREATE TABLE metric (
        run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
        which TEXT NOT NULL CHECK (which IN ('last', 'best')),
        split TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        n INTEGER NOT NULL,
        loss REAL,
        accuracy REAL,
        macro_f1 REAL,
        map REAL,
        detail TEXT NOT NULL CHECK (json_valid(detail)),
        at_ms INTEGER NOT NULL,
        PRIMARY KEY (run, which, split)
      ) STRICT;

      CREATE TABLE checkpoint (
        run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('best', 'last')),
        file TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        step INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        PRIMARY KEY (run, kind)
      ) STRICT;

      CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
        at_ms INTEGER NOT NULL,
        level TEXT NOT NULL CHECK (level IN ('info', 'warning', 'error')),
        text TEXT NOT NULL
      ) STRICT;
      CREATE INDEX event_by_run ON event (run, id);

      CREATE VIRTUAL TABLE run_text USING fts5 (name, note, tags, config, log, content = '', contentless_delete = 1, prefix = '2 3');
    `),
};

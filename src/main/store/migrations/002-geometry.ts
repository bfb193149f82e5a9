import type { Migration } from '../migrate.ts';

/**
 * Gradient geometry: one row for an encoder's measured step, about six kilobytes, five of them sketches. The run's rows are read in
 * order of steps, and thinned without reading their blobs, which come last.
 */
export const geometry: Migration = {
  name: '002-geometry',
  up: (db) =>
    db.exec(`
      CREATE TABLE geometry (
        run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
        step INTEGER NOT NULL,
        modality TEXT NOT NULL,
        strength REAL,
        vectors TEXT NOT NULL CHECK (json_valid(vectors)),
        stages TEXT NOT NULL CHECK (json_valid(stages)),
        gram BLOB NOT NULL,
        sketches BLOB NOT NULL,
        PRIMARY KEY (run, step, modality)
      ) STRICT;
    `),
};

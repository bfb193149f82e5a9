import type { Migration } from '../migrate.ts';
import { library } from './001-library.ts';
import { geometry } from './002-geometry.ts';
import { studio } from './003-studio.ts';

/** All migrations in order; the position counts. A released one is never edited: a change of the schema is a new file and a new line. */
export const migrations: readonly Migration[] = [library, geometry, studio];

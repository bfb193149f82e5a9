import type { StoreContext } from './context.ts';
import { RUN_COLUMNS, toRun, type Run, type RunRow, type RunStatus } from './run.ts';
import { searchQuery } from './search.ts';

export interface RunFilter {
  /** Words that must all occur, as beginnings of words, in name, note, tags, configuration or the end of the log. */
  readonly search?: string;
  readonly status?: readonly RunStatus[];
  readonly methods?: readonly string[];
  /** Runs that have all of these. */
  readonly tags?: readonly string[];
  readonly group?: string;
  /** Only archived runs, or only others; by default others. */
  readonly archived?: boolean | 'both';
  /** Only runs in the trash, or only others; by default others. */
  readonly trashed?: boolean;
  readonly limit?: number;
  readonly offset?: number;
}

const CONDITIONS = `
  (:status IS NULL OR status IN (SELECT value FROM json_each(:status)))
  AND (:methods IS NULL OR method IN (SELECT value FROM json_each(:methods)))
  AND (:group IS NULL OR group_key = :group)
  AND (:archived IS NULL OR archived = :archived)
  AND (trashed_ms IS NOT NULL) = :trashed
  AND (:tags IS NULL OR NOT EXISTS (
    SELECT 1 FROM json_each(:tags) wanted WHERE NOT EXISTS (SELECT 1 FROM tag WHERE tag.run = run.number AND tag.name = wanted.value)))`;
const MATCHES = 'number IN (SELECT rowid FROM run_text WHERE run_text MATCH :match)';

/** Lists of runs, newest first. */
export function runList({ db }: StoreContext) {
  const all = db.prepare<[object], RunRow>(
    `SELECT ${RUN_COLUMNS} FROM run WHERE ${CONDITIONS} ORDER BY id DESC LIMIT :limit OFFSET :offset`,
  );
  const found = db.prepare<[object], RunRow>(
    `SELECT ${RUN_COLUMNS} FROM run WHERE ${MATCHES} AND ${CONDITIONS} ORDER BY id DESC LIMIT :limit OFFSET :offset`,
  );
  const countAll = db.prepare<[object], number>(`SELECT count(*) FROM run WHERE ${CONDITIONS}`).pluck();
  const countFound = db.prepare<[object], number>(`SELECT count(*) FROM run WHERE ${MATCHES} AND ${CONDITIONS}`).pluck();

  const named = db.prepare<[string], RunRow>(`SELECT ${RUN_COLUMNS} FROM run WHERE id IN (SELECT value FROM json_each(?))`);
  const inTrash = db.prepare<[], RunRow>(`SELECT ${RUN_COLUMNS} FROM run WHERE trashed_ms IS NOT NULL`);

  return {
    /** Those of these ids that there are, wherever they lie, in no order. */
    getRuns: (ids: readonly string[]): Run[] => named.all(JSON.stringify(ids)).map(toRun),

    /** All that is in the trash, archived or not. */
    listTrash: (): Run[] => inTrash.all().map(toRun),

    listRuns(filter: RunFilter = {}): Run[] {
      const match = searchQuery(filter.search ?? '');
      const page = { ...parameters(filter), limit: filter.limit ?? -1, offset: filter.offset ?? 0 };
      return (match === null ? all.all(page) : found.all({ ...page, match })).map(toRun);
    },

    /** How many runs fit, whatever the page. */
    countRuns(filter: RunFilter = {}): number {
      const match = searchQuery(filter.search ?? '');
      return (match === null ? countAll.get(parameters(filter)) : countFound.get({ ...parameters(filter), match })) ?? 0;
    },
  };
}

function parameters({ status, methods, tags, group, archived = false, trashed = false }: RunFilter): object {
  const list = (items: readonly string[] | undefined): string | null => (items === undefined ? null : JSON.stringify(items));
  return {
    status: list(status),
    methods: list(methods),
    tags: list(tags),
    group: group ?? null,
    archived: archived === 'both' ? null : Number(archived),
    trashed: Number(trashed),
  };
}

import { isAlive } from './process-identity.ts';
import { newRunId } from './run-id.ts';
import type { StoreContext } from './context.ts';

/** A data set that a person has described. `definition` is JSON as it was saved; who uses it checks it. */
export interface DataSetRow {
  readonly id: string;
  readonly name: string;
  readonly definition: unknown;
  readonly createdMs: number;
}

interface Row extends Omit<DataSetRow, 'definition'> {
  readonly definition: string;
}

const COLUMNS = 'id, name, definition, created_ms AS createdMs';

/** Runs outside the trash that were made on data of one name and folder. */
export interface DataUse {
  readonly name: string;
  readonly root: string;
  readonly runs: number;
}

/** The data sets of the library. A removed one stays, so that it can be had again. */
export function dataSetTable({ db, now }: StoreContext) {
  const all = db.prepare<[], Row>(`SELECT ${COLUMNS} FROM data_set WHERE removed_ms IS NULL ORDER BY name, id`);
  const one = db.prepare<[string], Row>(`SELECT ${COLUMNS} FROM data_set WHERE id = ? AND removed_ms IS NULL`);
  const newest = db.prepare<[], string | null>('SELECT max(id) FROM data_set').pluck();
  const insert = db.prepare(
    'INSERT INTO data_set (id, name, definition, created_ms, changed_ms) VALUES (:id, :name, :definition, :now, :now)',
  );
  const update = db.prepare(
    'UPDATE data_set SET name = :name, definition = :definition, changed_ms = :now WHERE id = :id AND removed_ms IS NULL',
  );
  const remove = db.prepare('UPDATE data_set SET removed_ms = ? WHERE id = ? AND removed_ms IS NULL');
  const restore = db.prepare('UPDATE data_set SET removed_ms = NULL WHERE id = ?');
  const uses = db.prepare<[], DataUse>(`
    SELECT data_name AS name, coalesce(json_extract(config, '$.data.root'), '') AS root, count(*) AS runs
    FROM run WHERE trashed_ms IS NULL GROUP BY 1, 2`);

  const running = db.prepare<[string], { id: string; pid: number | null; started: string | null }>(`
    SELECT id, process_id AS pid, process_started AS started
    FROM run WHERE status = 'running' AND json_extract(config, '$.data.root') = ?`);

  const read = ({ definition, ...row }: Row): DataSetRow => ({ ...row, definition: JSON.parse(definition) as unknown });

  return {
    dataSets: (): DataSetRow[] => all.all().map(read),

    dataSet(id: string): DataSetRow | null {
      const row = one.get(id);
      return row === undefined ? null : read(row);
    },

    /** Adds a set, or changes the one of that id. Gives its id; null where there is none of that id. */
    saveDataSet(id: string | null, name: string, definition: unknown): string | null {
      const values = { name, definition: JSON.stringify(definition), now: now() };
      if (id !== null) return update.run({ id, ...values }).changes === 1 ? id : null;
      const made = newRunId(now(), newest.get() ?? null);
      insert.run({ id: made, ...values });
      return made;
    },

    /** False where there is none of that id. */
    removeDataSet: (id: string): boolean => remove.run(now(), id).changes === 1,

    restoreDataSet: (id: string): boolean => restore.run(id).changes === 1,

    /** What data the runs were made on. */
    dataUses: (): DataUse[] => uses.all(),

    /** A run that trains on the data of a folder now, by its id; null where there is none, or its process is dead. */
    runningOn(root: string): string | null {
      const isWorkedOn = ({ pid, started }: { pid: number | null; started: string | null }): boolean =>
        pid !== null && isAlive({ pid, started: started ?? '' });
      return running.all(root).find(isWorkedOn)?.id ?? null;
    },
  };
}

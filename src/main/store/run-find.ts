import type { RunEnvironment } from '../../core/contract/trainer.ts';
import { AppError } from '../../core/errors/app-error.ts';
import { RunConfig } from '../../core/train/config.ts';
import type { StoreContext } from './context.ts';
import { numbersFromJson } from './json.ts';
import { near } from './near.ts';
import { RUN_COLUMNS, toRun, type RunDetail, type RunRow } from './run.ts';

interface DetailRow extends RunRow {
  readonly config: string;
  readonly environment: string | null;
}

/** Among how many of the newest runs a mistyped one is looked for. */
const NEAR_AMONG = 1000;

/** One run, by what a person calls it. */
export function runFind({ db, file }: StoreContext) {
  const byId = db.prepare<[string], DetailRow>(`SELECT ${RUN_COLUMNS}, config, environment FROM run WHERE id = ?`);
  const idsByName = db.prepare<[string], string>('SELECT id FROM run WHERE name = ? ORDER BY id DESC LIMIT 10').pluck();
  const idsByPrefix = db.prepare<[string], string>('SELECT id FROM run WHERE instr(id, ?) = 1 ORDER BY id DESC LIMIT 10').pluck();
  const newest = db.prepare<[], { id: string; name: string }>(`SELECT id, name FROM run ORDER BY id DESC LIMIT ${NEAR_AMONG}`);
  const count = db.prepare<[], number>('SELECT count(*) FROM run').pluck();

  function findId(wanted: string): string {
    const named = idsByName.all(wanted);
    const matches = named.length > 0 || wanted === '' ? named : idsByPrefix.all(wanted);
    const [only] = matches;
    if (only === undefined) {
      const known = newest.all().flatMap(({ id, name }) => [id, name]);
      throw new AppError('store.unknown-run', { file, wanted, near: near(wanted, [...new Set(known)]), total: count.get() ?? 0 });
    }
    if (matches.length > 1) throw new AppError('store.ambiguous-run', { wanted, matches });
    return only;
  }

  return {
    /** The run with this id, name, or beginning of an id. Throws `store.unknown-run` with what is like it, or `store.ambiguous-run`. */
    getRun(wanted: string): RunDetail {
      const row = byId.get(wanted) ?? byId.get(findId(wanted));
      if (row === undefined) throw new Error(`run ${wanted} vanished between two statements`);
      return {
        ...toRun(row),
        config: JSON.parse(row.config) as unknown,
        environment: row.environment === null ? null : (numbersFromJson(row.environment) as RunEnvironment),
      };
    },
  };
}

/** A stored configuration, checked: it may come from an older program. Throws `store.old-config`. */
export function runConfig({ id, config }: Pick<RunDetail, 'id' | 'config'>): RunConfig {
  const parsed = RunConfig.safeParse(config);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'configuration'}: ${issue.message}`);
  throw new AppError('store.old-config', { run: id, problems });
}

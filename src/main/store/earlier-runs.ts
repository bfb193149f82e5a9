import type { RunEnvironment } from '../../core/contract/trainer.ts';
import type { StoreContext } from './context.ts';
import { numbersFromJson } from './json.ts';

/** What a finished run took. */
export interface EarlierRun {
  readonly config: unknown;
  readonly environment: RunEnvironment;
  readonly seconds: number;
  readonly steps: number;
  /** Most memory the trainer reported; null where it did not. */
  readonly peakMegabytes: number | null;
  readonly checkpointBytes: number | null;
}

interface Row extends Omit<EarlierRun, 'config' | 'environment'> {
  readonly config: string;
  readonly environment: string;
}

/** So many of the newest are looked at. */
const MOST = 20;

/** What runs like a new one have cost. */
export function earlierRuns({ db }: StoreContext) {
  const list = db.prepare<[string, string], Row>(`
    SELECT config, environment, seconds, steps,
      (SELECT max FROM summary JOIN series ON series.id = summary.series
        WHERE series.run = run.number AND series.name = 'system/rss-mb') AS peakMegabytes,
      (SELECT bytes FROM checkpoint WHERE checkpoint.run = run.number AND kind = 'last') AS checkpointBytes
    FROM run WHERE status = 'finished' AND method = ? AND data_name = ? AND environment IS NOT NULL AND seconds > 0 AND steps > 0
    ORDER BY number DESC LIMIT ${MOST}`);

  return {
    /** Newest first. */
    listEarlierRuns: (method: string, dataName: string): EarlierRun[] =>
      list.all(method, dataName).map((row) => ({
        ...row,
        config: JSON.parse(row.config) as unknown,
        environment: numbersFromJson(row.environment) as RunEnvironment,
      })),
  };
}

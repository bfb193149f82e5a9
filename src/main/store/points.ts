import type { PointBatch } from '../../core/contract/trainer.ts';
import { CHUNK_POINTS } from './chunk.ts';
import type { StoreContext } from './context.ts';
import type { PointTables } from './point-tables.ts';
import { rewritePoints, tallyAgain } from './rewrite-points.ts';
import { seriesStates, type SeriesState } from './series-state.ts';
import { tallyPoint } from './summary.ts';

/** Steps are stored as unsigned 32-bit integers. */
const MAX_STEP = 2 ** 32 - 1;

/** Writing points. */
export function pointWriter(context: StoreContext, tables: PointTables) {
  const { db, now, transaction, numberOf } = context;
  const states = seriesStates(context);
  const progress = db.prepare(
    'UPDATE run SET steps = max(steps, ?), epochs = max(epochs, ?), generation = generation + ? WHERE number = ?',
  );
  const seriesOf = db.prepare<[number], string>('SELECT name FROM series WHERE run = ?').pluck();
  const dropSeries = db.prepare('DELETE FROM series WHERE id = ?');

  /** Returns whether points that were there are not as they were. */
  function append(state: SeriesState, steps: readonly number[], values: readonly number[], wall: number): boolean {
    if (steps.length !== values.length) throw new Error(`${steps.length} steps for ${values.length} values`);
    let isRewritten = false;
    if (!follow(steps, state.tally.lastStep)) {
      isRewritten = rewritePoints(tables, state, steps, values, wall);
    } else {
      for (const [i, step] of steps.entries()) {
        const value = values[i] ?? NaN;
        tables.insert(state.id, step, wall, value);
        tallyPoint(state.tally, step, value);
      }
      state.tail += steps.length;
    }
    while (state.tail >= CHUNK_POINTS) seal(state);
    states.save(state);
    return isRewritten;
  }

  function seal(state: SeriesState): void {
    const { n, lastStep } = tables.seal(state.id);
    state.tail -= n;
    state.sealedTo = lastStep;
  }

  return {
    /**
     * Adds points to a run's series, in one transaction with their summaries. A step that is there already gets the new value.
     * `epoch`: how many epochs are done by now. The run's generation grows where points that were there are not as they were.
     */
    appendPoints(run: string, batch: PointBatch, epoch = 0): void {
      transaction(() => {
        const wall = Math.round(now());
        let lastStep = 0;
        let isRewritten = false;
        for (const [name, { steps, values }] of Object.entries(batch)) {
          if (steps.length === 0) continue;
          const state = states.of(run, name);
          if (append(state, steps, values, wall)) isRewritten = true;
          lastStep = Math.max(lastStep, state.tally.lastStep);
        }
        progress.run(lastStep, epoch, Number(isRewritten), numberOf(run));
      });
    },

    /** Seals what is left of a run's live points: nothing more is expected. More may still come. */
    compact(run: string): void {
      transaction(() => {
        for (const name of seriesOf.all(numberOf(run))) {
          const state = states.of(run, name);
          while (state.tail > 0) seal(state);
        }
        states.forget(run);
      });
    },

    /** Removes all points of a run after `step`; a series that has none before it goes too. */
    dropPointsAfter(run: string, step: number): void {
      transaction(() => {
        states.forget(run);
        for (const name of seriesOf.all(numberOf(run))) {
          const state = states.of(run, name);
          if (state.tally.lastStep <= step) continue;
          tables.dropAfter(state.id, step);
          const tally = tallyAgain(tables, state.id);
          if (tally.n === 0) dropSeries.run(state.id);
          else states.save({ ...state, tally });
        }
        states.forget(run);
      });
    },

    forget: states.forget,
  };
}

/** Whether the steps ascend and all come after `last`. */
function follow(steps: readonly number[], last: number): boolean {
  let before = last;
  let ascending = true;
  for (const step of steps) {
    if (!Number.isInteger(step) || step < 0 || step > MAX_STEP)
      throw new Error(`a step must be a whole number up to ${MAX_STEP}, not ${step}`);
    if (step <= before) ascending = false;
    before = step;
  }
  return ascending;
}

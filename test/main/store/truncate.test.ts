import { describe, expect, test } from 'vitest';
import type { SplitMetrics } from '../../../src/core/contract/trainer.ts';
import { batch, config, newLibrary, oddValue, generator, range } from './support.ts';

const metrics = { n: 1, loss: 1, accuracy: 1, macroF1: 1, map: 1 } as SplitMetrics;

describe('a run taken back to a step', () => {
  // 0 and 1: nearly all goes. 1023, 1024: at the edge of a sealed chunk. 1500: within one. 2100: among live points. 2300: nothing goes.
  test.each([0, 1, 1023, 1024, 1500, 2100, 2300])('has exactly the points up to step %i, and summaries that fit', (step) => {
    const library = newLibrary();
    const random = generator(7);
    const values = range(0, 2200).map(() => oddValue(random));
    const [run, other] = [library.createRun({ config: config() }), library.createRun({ config: config() })];
    for (const id of [run, other]) library.appendPoints(id, batch('loss', range(1, 2201), values));
    library.appendPoints(run, batch('late', [2150], [1]));
    library.truncateRun(run, { step, epochs: 0 });

    const expected = newLibrary();
    const same = expected.createRun({ config: config() });
    if (step > 0) expected.appendPoints(same, batch('loss', range(1, Math.min(step, 2200) + 1), values.slice(0, step)));
    const summaries = expected.listSeries(same).map((series) => ({ ...series, run }));
    expect(library.listSeries(run).filter(({ name }) => name === 'loss')).toEqual(summaries);
    expect(library.listSeries(run).some(({ name }) => name === 'late')).toBe(step >= 2150);
    expect(library.listSeries(other)).toMatchObject([{ n: 2200 }]);

    // What is written again from there on gives what never stopped.
    library.appendPoints(run, batch('loss', range(Math.min(step, 2200) + 1, 2201), values.slice(step)));
    const { steps, values: found } = library.readSeries(run, 'loss');
    expect([Array.from(steps), Array.from(found)]).toEqual([range(1, 2201), values]);
    expect(library.listSeries(run).find(({ name }) => name === 'loss')).toEqual({ ...library.listSeries(other)[0], run });
    library.check();
  });

  test('loses later figures, checkpoints and the hash of its last weights, and keeps its log', () => {
    const library = newLibrary();
    const run = library.createRun({ config: config() });
    library.startRun(run);
    const checkpoint = { file: 'x', bytes: 1, sha256: 'x' };
    library.addCheckpoint(run, { ...checkpoint, kind: 'best', epoch: 1, step: 4 });
    library.addCheckpoint(run, { ...checkpoint, kind: 'last', epoch: 2, step: 9 });
    library.setMetrics(run, { which: 'last', epoch: 2, split: 'test', metrics });
    library.setMetrics(run, { which: 'best', epoch: 1, split: 'test', metrics });
    library.addEvents(run, [{ level: 'warning', text: 'hot' }]);
    library.setProgress(run, { steps: 9, epochs: 2 });
    library.finishRun(run, 'stopped', { seconds: 3, weightsSha256: 'abc' });

    library.truncateRun(run, { step: 6, epochs: 1 });
    expect(library.getRun(run)).toMatchObject({ steps: 6, epochs: 1, weightsSha256: null, seconds: 3 });
    expect(library.listCheckpoints(run)).toMatchObject([{ kind: 'best', step: 4 }]);
    expect(library.listMetrics([run])).toMatchObject([{ which: 'best', epoch: 1 }]);
    expect(library.listEvents(run)).toMatchObject([{ text: 'hot' }, { level: 'info', text: 'Resumed after step 6, epoch 2.' }]);
  });
});

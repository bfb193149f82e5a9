import { describe, expect, test } from 'vitest';
import { batch, config, errorOf, newLibrary, range } from './support.ts';

function recorded() {
  const library = newLibrary();
  return { library, run: library.createRun({ config: config() }) };
}

describe('appending and reading', () => {
  test('points come back as they were, live and sealed', () => {
    const { library, run } = recorded();
    const steps = range(0, 2500);
    const values = steps.map((step) => Math.sin(step) / 3);
    for (let from = 0; from < 2500; from += 70)
      library.appendPoints(run, batch('loss', steps.slice(from, from + 70), values.slice(from, from + 70)));
    const read = library.readSeries(run, 'loss');
    expect([...read.steps]).toEqual(steps);
    expect([...read.values]).toEqual(values);
    library.finishRun(run, 'finished');
    expect(library.readSeries(run, 'loss')).toEqual(read);
    expect(library.getRun(run).steps).toBe(2499);
  });

  test('a range of steps includes both ends, across the border of chunks and into the live rows', () => {
    const { library, run } = recorded();
    library.appendPoints(
      run,
      batch(
        'loss',
        range(0, 3000).map((i) => i * 2),
        range(0, 3000),
      ),
    );
    const read = library.readSeries(run, 'loss', { from: 2001, to: 5000 });
    expect([...read.steps]).toEqual(range(1001, 2501).map((i) => i * 2));
    expect([...read.values]).toEqual(range(1001, 2501));
    expect(library.readSeries(run, 'loss', { from: 5998 }).steps.length).toBe(1);
    expect(library.readSeries(run, 'loss', { from: 6000 }).steps.length).toBe(0);
  });

  test('NaN and infinity come back as such, live and sealed, and are counted apart from the extremes', () => {
    const { library, run } = recorded();
    const values = [1, NaN, Infinity, -2, -Infinity, NaN];
    library.appendPoints(run, batch('loss', range(0, 6), values));
    expect([...library.readSeries(run, 'loss').values]).toEqual(values);
    const summary = {
      n: 6,
      nan: 2,
      infinite: 2,
      last: NaN,
      lastStep: 5,
      min: { value: -2, step: 3 },
      max: { value: 1, step: 0 },
    };
    expect(library.listSeries(run)).toEqual([{ run, name: 'loss', ...summary }]);
    library.finishRun(run, 'finished');
    expect([...library.readSeries(run, 'loss').values]).toEqual(values);
  });

  test('a series without one finite value has no extremes', () => {
    const { library, run } = recorded();
    library.appendPoints(run, batch('loss', [3], [NaN]));
    expect(library.listSeries(run)).toMatchObject([{ n: 1, nan: 1, last: NaN, min: null, max: null }]);
  });

  test('a sparse series keeps its own steps beside a dense one', () => {
    const { library, run } = recorded();
    library.appendPoints(run, batch('loss', range(0, 5000), range(0, 5000)));
    library.appendPoints(run, { 'test/accuracy': { steps: [1000, 4000], values: [0.5, 0.75] } });
    expect([...library.readSeries(run, 'test/accuracy').steps]).toEqual([1000, 4000]);
    expect(library.listSeries(run).map(({ name, n }) => [name, n])).toEqual([
      ['loss', 5000],
      ['test/accuracy', 2],
    ]);
  });

  test('an unknown series is refused with what is like it', () => {
    const { library, run } = recorded();
    library.appendPoints(run, batch('train/loss', [0], [1]));
    expect(errorOf(() => library.readSeries(run, 'train/los'))).toMatchObject({
      code: 'store.unknown-series',
      params: { run, near: ['train/loss'], total: 1 },
    });
  });
});

import { describe, expect, test } from 'vitest';
import { batch, config, errorOf, generator, newLibrary, oddValue, range } from './support.ts';

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

describe('steps sent again', () => {
  const old = (step: number): number => step / 7;

  test('a step that is there gets the new value, live and sealed, and the summary follows', () => {
    const { library, run } = recorded();
    library.appendPoints(run, batch('loss', range(0, 2500), range(0, 2500).map(old)));
    library.appendPoints(run, batch('loss', [0, 1030, 2400], [-5, 999, NaN]));
    const expected = range(0, 2500).map(old);
    expected.splice(0, 1, -5);
    expected.splice(1030, 1, 999);
    expected.splice(2400, 1, NaN);
    expect([...library.readSeries(run, 'loss').values]).toEqual(expected);
    expect(library.listSeries(run)).toMatchObject([
      { n: 2500, nan: 1, last: old(2499), lastStep: 2499, min: { value: -5, step: 0 }, max: { value: 999, step: 1030 } },
    ]);
  });

  test('an extreme that is overwritten is no longer one', () => {
    const { library, run } = recorded();
    library.appendPoints(run, batch('loss', range(0, 1100), range(0, 1100)));
    library.appendPoints(run, batch('loss', [0, 1099], [5, 5]));
    expect(library.listSeries(run)).toMatchObject([{ min: { value: 1, step: 1 }, max: { value: 1098, step: 1098 }, last: 5 }]);
  });

  test('what comes again unchanged keeps the time of its first arrival', () => {
    let now = 1000;
    const library = newLibrary({ now: () => now });
    const run = library.createRun({ config: config() });
    library.appendPoints(
      run,
      batch(
        'loss',
        range(0, 1500),
        range(0, 1500).map((i) => (i === 9 ? NaN : i)),
      ),
    );
    now = 2000;
    library.appendPoints(
      run,
      batch(
        'loss',
        range(0, 1600),
        range(0, 1600).map((i) => (i === 9 ? NaN : i === 20 ? -1 : i)),
      ),
    );
    const { walls } = library.readSeries(run, 'loss');
    expect([walls[0], walls[9], walls[20], walls[1200], walls[1550]]).toEqual([1000, 1000, 2000, 1000, 2000]);
  });

  test('any order of any batches gives each step its last value, in the order of steps (property)', () => {
    for (let seed = 0; seed < 15; seed++) {
      const random = generator(seed);
      const { library, run } = recorded();
      const truth = new Map<number, number>();
      for (let flush = 0; flush < 20; flush++) {
        const n = Math.floor(random() * 700);
        const from = Math.floor(random() * 6000);
        const steps = Array.from({ length: n }, () => from + Math.floor(random() * 2000));
        if (random() < 0.7) steps.sort((a, b) => a - b);
        const values = steps.map(() => oddValue(random));
        steps.forEach((step, i) => truth.set(step, values[i] ?? NaN));
        library.appendPoints(run, batch('x', steps, values));
        if (random() < 0.1) library.finishRun(run, 'stopped');
      }
      const sorted = [...truth].sort(([a], [b]) => a - b);
      const read = library.readSeries(run, 'x');
      expect([...read.steps]).toEqual(sorted.map(([step]) => step));
      expect([...read.values]).toEqual(sorted.map(([, value]) => value));
      expect(library.listSeries(run)).toEqual([{ run, name: 'x', ...summaryOf(sorted) }]);
    }
  });
});

test('a batch that fails leaves nothing of itself, in the file or in memory', () => {
  const { library, run } = recorded();
  library.appendPoints(run, batch('loss', [0, 1], [1, 2]));
  const bad = { loss: { steps: [2], values: [9] }, other: { steps: [0.5], values: [1] } };
  expect(() => library.appendPoints(run, bad)).toThrow('whole number');
  expect(() => library.appendPoints(run, batch('loss', [2, 3], [1]))).toThrow('2 steps for 1 values');
  expect(() => library.appendPoints(run, batch('loss', [2 ** 32], [1]))).toThrow('whole number');
  expect(() =>
    library.transaction(() => {
      library.appendPoints(run, batch('loss', [2], [9]));
      throw new Error('the next one failed');
    }),
  ).toThrow('the next one failed');
  library.appendPoints(run, batch('loss', [2], [3]));
  expect([...library.readSeries(run, 'loss').values]).toEqual([1, 2, 3]);
  expect(library.listSeries(run)).toMatchObject([{ name: 'loss', n: 3, max: { value: 3, step: 2 } }]);
});

test('a series that was new in a batch that failed is new again', () => {
  const { library, run } = recorded();
  expect(() =>
    library.transaction(() => {
      library.appendPoints(run, batch('first', [0], [1]));
      throw new Error('the next one failed');
    }),
  ).toThrow('the next one failed');
  library.appendPoints(run, batch('second', [0], [2]));
  library.appendPoints(run, batch('first', [0], [3]));
  expect([...library.readSeries(run, 'first').values, ...library.readSeries(run, 'second').values]).toEqual([3, 2]);
});

test('of equal extremes the first counts', () => {
  const { library, run } = recorded();
  library.appendPoints(run, batch('loss', [0, 1, 2, 3], [2, 2, 1, 1]));
  expect(library.listSeries(run)).toMatchObject([{ min: { value: 1, step: 2 }, max: { value: 2, step: 0 } }]);
});

function summaryOf(points: readonly (readonly [step: number, value: number])[]) {
  const finite = points.filter(([, value]) => Number.isFinite(value));
  const first = (better: (a: number, b: number) => boolean) => {
    const best = finite.reduce<readonly [number, number] | null>(
      (kept, point) => (kept === null || better(point[1], kept[1]) ? point : kept),
      null,
    );
    return best === null ? null : { value: best[1], step: best[0] };
  };
  const [lastStep, last] = points.at(-1) ?? [-1, NaN];
  return {
    n: points.length,
    nan: points.filter(([, value]) => Number.isNaN(value)).length,
    infinite: points.filter(([, value]) => Math.abs(value) === Infinity).length,
    last,
    lastStep,
    min: first((a, b) => a < b),
    max: first((a, b) => a > b),
  };
}

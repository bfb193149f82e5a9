import { describe, expect, test } from 'vitest';
import type { RunId } from '../../../../src/core/contract/runs.ts';
import { tensorboardAverage } from '../../../../src/core/series/tensorboard-average.ts';
import type { Library } from '../../../../src/main/store/library.ts';
import { addRunning } from '../../../support/sample-library.ts';
import { range } from '../../store/support.ts';
import { ask, askNothing, refusalOf } from './support.ts';

function addRun(library: Library, seed: number, series: Readonly<Record<string, readonly number[]>>): RunId {
  const run = addRunning(library, { method: 'redreg', seed });
  const pairs = Object.entries(series).map(([name, values]) => [name, { steps: range(1, values.length + 1), values }] as const);
  library.appendPoints(run, Object.fromEntries(pairs));
  return run as RunId;
}

describe('series.list', () => {
  test('has all curves of some runs, with what odd values they hold', async () => {
    const { client, library } = ask();
    const a = addRun(library, 0, { loss: [3, NaN, 1], r: [Infinity] });
    const b = addRun(library, 1, { loss: [2] });
    const { series } = await client.call('series.list', { runs: [a, b, 'gone' as RunId] });
    expect(series).toEqual([
      { run: a, name: 'loss', n: 3, last: 1, lastStep: 3, min: 1, max: 3 },
      { run: a, name: 'r', n: 1, last: Infinity, lastStep: 1, min: null, max: null },
      { run: b, name: 'loss', n: 1, last: 2, lastStep: 1, min: 2, max: 2 },
    ]);
  });
});

describe('series.read', () => {
  test('gives short curves of several runs whole; a run that lacks one is left out', async () => {
    const { client, library } = ask();
    const a = addRun(library, 0, { loss: [3, NaN, 1], only: [1] });
    const b = addRun(library, 1, { loss: [2, 4] });
    const { curves } = await client.call('series.read', { runs: [a, b], names: ['loss', 'only', 'none'] });
    expect(curves.map(({ run, name }) => `${run} ${name}`)).toEqual([`${a} loss`, `${a} only`, `${b} loss`]);
    const [first] = curves;
    expect(first).toMatchObject({ shown: 3, total: 3, lastStep: 3, generation: 0, smoothed: null, stepsPerEpoch: null });
    expect([...(first?.steps ?? [])]).toEqual([1, 2, 3]);
    expect([...(first?.values ?? [])]).toEqual([3, NaN, 1]);
    expect(first?.walls[0]).toBe(first?.firstWall);
  });

  test('of a long one keeps every spike and mark, and says how much is shown', async () => {
    const { client, library } = ask();
    const values = range(0, 50_000).map((i) => (i === 7_777 ? 1e6 : i === 20_001 ? NaN : i === 30_002 ? -Infinity : Math.sin(i)));
    const run = addRun(library, 0, { loss: values });
    const { curves } = await client.call('series.read', { runs: [run], names: ['loss'], buckets: 100 });
    const [curve] = curves;
    expect(curve?.total).toBe(50_000);
    expect(curve?.shown).toBe(curve?.steps.length);
    expect(curve?.shown).toBeLessThanOrEqual(2 * 100 + 6);
    const at = (step: number) => curve?.values[curve.steps.indexOf(step)];
    expect([at(7_778), at(20_002), at(30_003), at(1), at(50_000)]).toEqual([1e6, NaN, -Infinity, 0, Math.sin(49_999)]);
    // Every value is at its own step.
    for (const [i, step] of curve?.steps.entries() ?? []) expect(curve?.values[i]).toBe(values[step - 1]);
  });

  test('smooths over all points, whatever part is shown', async () => {
    const { client, library } = ask();
    const values = range(0, 5_000).map((i) => Math.cos(i * i));
    const run = addRun(library, 0, { loss: values });
    const smoothing = { kind: 'tensorboard', weight: 0.9 } as const;
    const full = tensorboardAverage(Float64Array.from(values), 0.9);
    for (const part of [{ buckets: 50 }, { from: 3_000, to: 3_100 }]) {
      const { curves } = await client.call('series.read', { runs: [run], names: ['loss'], smoothing, ...part });
      const [curve] = curves;
      expect(curve?.smoothed).toHaveLength(curve?.shown ?? -1);
      for (const [i, step] of curve?.steps.entries() ?? []) expect(curve?.smoothed?.[i]).toBe(full[step - 1]);
    }
  });

  test('a range has both its ends, and counts only what is in it', async () => {
    const { client, library } = ask();
    const run = addRun(library, 0, { loss: range(0, 3_000) });
    const read = async (from: number, to: number) =>
      (await client.call('series.read', { runs: [run], names: ['loss'], from, to })).curves[0];
    expect([...((await read(1_020, 1_023))?.steps ?? [])]).toEqual([1_020, 1_021, 1_022, 1_023]);
    expect(await read(1_020, 1_023)).toMatchObject({ shown: 4, total: 4, lastStep: 3_000 });
    expect(await read(9_000, 9_999)).toMatchObject({ shown: 0, total: 0 });
    expect(await read(200, 100)).toMatchObject({ shown: 0, total: 0 });
  });

  test('runs of one chart share their columns, so that equal steps are reduced alike', async () => {
    const { client, library } = ask();
    const values = range(0, 20_000).map((i) => Math.sin(i * 1.7));
    const long = addRun(library, 0, { loss: values });
    const short = addRun(library, 1, { loss: values.slice(0, 5_000) });
    const { curves } = await client.call('series.read', { runs: [long, short], names: ['loss'], buckets: 100 });
    const [a, b] = curves;
    const width = 256; // 20,000 steps over at most 100 columns, a power of two
    const before = Math.floor(5_000 / width) * width;
    expect([...(a?.steps ?? [])].filter((step) => step < before)).toEqual([...(b?.steps ?? [])].filter((step) => step < before));
  });

  test('what was read before is read on when the run grows, and anew when points were taken away or changed', async () => {
    const { client, library } = ask();
    const run = addRun(library, 0, { loss: range(0, 1_500) });
    const read = async () => (await client.call('series.read', { runs: [run], names: ['loss'], buckets: 10_000 })).curves[0];
    expect(await read()).toMatchObject({ total: 1_500, generation: 0 });
    library.appendPoints(run, { loss: { steps: range(1_501, 3_001), values: range(1_500, 3_000) } });
    const grown = await read();
    expect([...(grown?.values ?? [])]).toEqual(range(0, 3_000));
    library.appendPoints(run, { loss: { steps: [2], values: [-7] } });
    const changed = await read();
    expect([changed?.values[1], changed?.generation]).toEqual([-7, 1]);
    library.truncateRun(run, { step: 10, epochs: 0 });
    const cut = await read();
    expect(cut).toMatchObject({ total: 10, lastStep: 10, generation: 2 });
    library.appendPoints(run, { loss: { steps: range(11, 1_600), values: range(11, 1_600).map(() => 5) } });
    expect((await read())?.values.at(-1)).toBe(5);
    expect((await read())?.values[10]).toBe(5);
  });

  test('a run that got the key of a deleted one is not taken for it', async () => {
    const { client, library } = ask();
    const old = addRun(library, 0, { loss: [1, 2, 3] });
    await client.call('series.read', { runs: [old], names: ['loss'] });
    library.deleteRun(old);
    const young = addRun(library, 1, { loss: [7, 8, 9] });
    const { curves } = await client.call('series.read', { runs: [young], names: ['loss'] });
    expect([...(curves[0]?.values ?? [])]).toEqual([7, 8, 9]);
  });

  test('says how long an epoch is, and when the run began to report', async () => {
    const { client, library } = ask();
    const run = addRun(library, 0, { loss: [1] });
    library.setEnvironment(run, { device: 'cpu', versions: {}, fingerprint: 'f', stepsPerEpoch: 12 } as never);
    library.finishRun(run, 'finished');
    const { curves } = await client.call('series.read', { runs: [run], names: ['loss'] });
    expect(curves[0]).toMatchObject({ stepsPerEpoch: 12, firstWall: curves[0]?.walls[0] });
  });

  test.each([
    ['no run', { runs: [], names: ['loss'] }],
    ['no name', { runs: ['a'], names: [] }],
    ['a fraction of a step', { runs: ['a'], names: ['loss'], from: 0.5 }],
    ['no columns', { runs: ['a'], names: ['loss'], buckets: 0 }],
    ['a weight of one', { runs: ['a'], names: ['loss'], smoothing: { kind: 'tensorboard', weight: 1 } }],
    ['an unknown smoothing', { runs: ['a'], names: ['loss'], smoothing: { kind: 'magic' } }],
  ])('refuses %s', async (_, request) => {
    expect(await refusalOf(ask().client.call('series.read', request as never))).toBe('ipc.bad-request');
  });
});

describe('series.after', () => {
  test('gives what came after the cursor, and leaves out what has nothing new', async () => {
    const { client, library } = ask();
    const run = addRun(library, 0, { loss: range(0, 2_000), r: [1, 2] });
    const answer = await client.call('series.after', { run, after: { loss: 1_998, r: 2, later: -1 } });
    expect(answer.generation).toBe(0);
    expect(Object.keys(answer.series)).toEqual(['loss']);
    expect([...(answer.series['loss']?.steps ?? [])]).toEqual([1_999, 2_000]);
    expect([...(answer.series['loss']?.values ?? [])]).toEqual([1_998, 1_999]);
    library.truncateRun(run, { step: 5, epochs: 0 });
    expect(await client.call('series.after', { run, after: { loss: 2_000 } })).toEqual({ generation: 1, series: {} });
  });

  test('from -1 on gives all', async () => {
    const { client, library } = ask();
    const run = addRun(library, 0, { loss: range(0, 1_100) });
    const { series } = await client.call('series.after', { run, after: { loss: -1 } });
    expect(series['loss']?.steps).toHaveLength(1_100);
  });

  test('an unknown run is refused', async () => {
    expect(await refusalOf(ask().client.call('series.after', { run: 'x' as RunId, after: {} }))).toBe('store.unknown-run');
    expect(await refusalOf(askNothing().call('series.after', { run: 'x' as RunId, after: {} }))).toBe('store.unknown-run');
  });
});

test('without a library there are no curves', async () => {
  const client = askNothing();
  expect(await client.call('series.list', { runs: ['a' as RunId] })).toEqual({ series: [] });
  expect(await client.call('series.read', { runs: ['a' as RunId], names: ['loss'] })).toEqual({ curves: [] });
});

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../../../src/core/contract/runs.ts';
import { cosineOf, type GeometryRecord, normOf } from '../../../../src/core/geometry/record.ts';
import { RunConfig } from '../../../../src/core/train/config.ts';
import { openLibrary, type Library } from '../../../../src/main/store/library.ts';
import type { StudioContext } from '../../../../src/main/studio/context.ts';
import { geometryHandlers } from '../../../../src/main/studio/handlers/geometry.ts';
import { addRunning, makeFolder, removeFolder } from '../../../support/sample-library.ts';
import { jacobiEigen } from '../../../support/jacobi-eigen.ts';
import { trainedGeometry } from '../../../support/trained-geometry.ts';

const folder = makeFolder();
let library: Library;
const records: Record<string, GeometryRecord[]> = {};
const runs: Record<string, RunId> = {};

beforeAll(async () => {
  library = openLibrary(join(folder, 'library.sqlite'));
  for (const method of ['redreg', 'ogm-ge', 'inforeg']) {
    const measured = await trainedGeometry(method);
    const run = addRunning(library, { method, seed: 0 }) as RunId;
    library.addGeometry(run, measured);
    records[method] = measured;
    runs[method] = run;
  }
  runs['none'] = addRunning(library, { method: 'joint', seed: 0 }) as RunId;
});
afterAll(() => {
  library.close();
  removeFolder(folder);
});

const handlers = geometryHandlers({ reading: () => library } as StudioContext);
const of = (method: string): RunId => runs[method] as RunId;
const ofModality = (method: string, modality: string): GeometryRecord[] =>
  (records[method] ?? []).filter((record) => record.modality === modality);

describe('geometry.overview', () => {
  it('has the figures of every measured step', async () => {
    const { runs: answer } = await handlers['geometry.overview']({ runs: [of('redreg'), of('none')], after: {} });
    const [redreg, none] = answer;
    expect(redreg).toMatchObject({ run: of('redreg'), every: 10, modalities: ['audio', 'video'], generation: 0 });
    expect(none).toMatchObject({ modalities: [], byModality: {} });
    for (const modality of ['audio', 'video']) {
      const own = redreg?.byModality[modality];
      const expected = ofModality('redreg', modality);
      expect(Array.from(own?.steps ?? [])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(Array.from(own?.cosine ?? [])).toEqual(expected.map((record) => cosineOf(record, 'joint', 'unimodal')));
      expect(own?.stages).toEqual(['stem', 'layer1', 'layer2', 'layer3', 'layer4']);
      expect(Array.from(own?.stageCosines ?? [])).toEqual(expected.flatMap(({ stages }) => Object.values(stages)));
      expect(Array.from(own?.strength ?? [])).toEqual(expected.map(({ strength }) => strength));
      expect(Array.from(own?.appliedShare ?? [])).toEqual(expected.map((r) => normOf(r, 'applied') / normOf(r, 'total')));
      expect(Array.from(own?.suppressed ?? [])).toEqual(expected.map((r) => Number(normOf(r, 'applied') > 0)));
    }
    expect(
      Array.from(redreg?.byModality['audio']?.suppressed ?? []).concat(Array.from(redreg?.byModality['video']?.suppressed ?? [])),
    ).toContain(1);
  });

  it('takes noise for no suppression: OGM-GE scales one encoder at a time and shakes both', async () => {
    const { runs: answer } = await handlers['geometry.overview']({ runs: [of('ogm-ge')], after: {} });
    const { audio, video } = answer[0]?.byModality ?? {};
    for (let i = 0; i < 9; i++) {
      expect((audio?.suppressed[i] ?? 0) + (video?.suppressed[i] ?? 0)).toBe(1);
      expect(audio?.appliedShare[i]).toBeGreaterThan(0.3);
      expect((audio?.strength[i] ?? 0) < 1).toBe(audio?.suppressed[i] === 1);
    }
  });

  it('goes on after a step, so that a live view costs what is new', async () => {
    const { runs: answer } = await handlers['geometry.overview']({
      runs: [of('redreg'), of('inforeg')],
      after: { [of('redreg')]: 7 },
    });
    expect(Array.from(answer[0]?.byModality['audio']?.steps ?? [])).toEqual([8, 9]);
    expect(answer[1]?.byModality['audio']?.steps).toHaveLength(9);
  });
});

it('geometry.at gives all encoders of the nearest measured step', async () => {
  library.dropGeometryAfter(of('inforeg'), 6);
  const { runs: answer } = await handlers['geometry.at']({ runs: [of('redreg'), of('inforeg'), of('none')], step: 8 });
  const { sketches: _, ...expected } = ofModality('redreg', 'audio')[7] as GeometryRecord;
  expect(answer[0]?.records).toHaveLength(2);
  expect(answer[0]?.records[0]).toEqual(expected);
  expect(answer[1]?.records.map(({ step }) => step)).toEqual([6, 6]);
  expect(answer[2]?.records).toEqual([]);
});

describe('geometry.trajectory', () => {
  const ask = (asked: readonly RunId[], isNormalised = true) =>
    handlers['geometry.trajectory']({ runs: [...asked], vectors: ['joint', 'unimodal'], modalities: ['audio'], isNormalised });

  it('is the principal plane of all sketches together, and says how much of the variance it shows', async () => {
    const found = await ask([of('redreg'), of('ogm-ge')]);
    expect(found.paths.map(({ run, vector }) => [run, vector])).toEqual([
      [of('redreg'), 'joint'],
      [of('redreg'), 'unimodal'],
      [of('ogm-ge'), 'joint'],
      [of('ogm-ge'), 'unimodal'],
    ]);
    // The same by brute force: Gram matrix of the centred unit sketches, whose eigenvalues are those of the covariance times their number.
    const rows = ['redreg', 'ogm-ge'].flatMap((method) =>
      (['joint', 'unimodal'] as const).flatMap((vector) =>
        ofModality(method, 'audio').map(({ sketches }) => {
          const length = Math.hypot(...sketches[vector]);
          return Array.from(sketches[vector], (x) => x / length);
        }),
      ),
    );
    const mean = Array.from({ length: 256 }, (_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0) / rows.length);
    const centred = rows.map((row) => row.map((x, i) => x - (mean[i] ?? 0)));
    const gram = centred.flatMap((a) => centred.map((b) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)));
    const { values, vectors } = jacobiEigen(rows.length, gram);
    const total = values.reduce((a, b) => a + b, 0);
    expect(found.explained[0]).toBeCloseTo((values[0] ?? 0) / total, 6);
    expect(found.explained[1]).toBeCloseTo((values[1] ?? 0) / total, 6);
    for (const [axis, key] of (['x', 'y'] as const).entries()) {
      const places = found.paths.flatMap((path) => Array.from(path[key]));
      const expected = vectors[axis]?.map((x) => x * Math.sqrt(values[axis] ?? 0)) ?? [];
      const sign = Math.sign(places.reduce((sum, x, i) => sum + x * (expected[i] ?? 0), 0));
      for (const [i, x] of places.entries()) expect(x).toBeCloseTo(sign * (expected[i] ?? 0), 5);
    }
  });

  it('costs only new steps when it is asked for again, and gives what a fresh reader gives', async () => {
    const run = addRunning(library, { method: 'redreg', seed: 9 }) as RunId;
    const all = records['redreg'] ?? [];
    library.addGeometry(run, all.slice(0, 8));
    expect((await ask([run])).paths[0]?.steps).toHaveLength(4);
    library.addGeometry(run, all.slice(8));
    const grown = await ask([run]);
    const fresh = await geometryHandlers({ reading: () => library } as StudioContext)['geometry.trajectory']({
      runs: [run],
      vectors: ['joint', 'unimodal'],
      modalities: ['audio'],
      isNormalised: true,
    });
    expect(grown).toEqual(fresh);
    expect(grown.paths[0]?.steps).toHaveLength(9);
  });

  it('forgets what a resumed run has taken back', async () => {
    const run = addRunning(library, { method: 'redreg', seed: 10 }) as RunId;
    library.addGeometry(run, records['redreg'] ?? []);
    await ask([run]);
    library.truncateRun(run, { step: 4, epochs: 1 });
    expect(Array.from((await ask([run])).paths[0]?.steps ?? [])).toEqual([1, 2, 3, 4]);
  });

  it('leaves out runs that have no geometry or other encoders, and says why', async () => {
    const config = RunConfig.parse({ method: 'redreg', model: { width: 8 }, data: { layout: 'crema-d', name: 'x', root: 'x' } });
    const other = library.createRun({ config }) as RunId;
    library.addGeometry(other, records['redreg'] ?? []);
    const found = await ask([of('none'), of('redreg'), other]);
    expect(found.leftOut.map(({ run }) => run)).toEqual([of('none'), other]);
    expect(found.leftOut[1]?.reason).toContain('(ResNet-18, width 8) than the runs shown (ResNet-18, width 64)');
    expect(new Set(found.paths.map(({ run }) => run))).toEqual(new Set([of('redreg')]));
  });

  it('answers while it reads 20,000 records, and at once when it is asked again', async () => {
    const run = addRunning(library, { method: 'redreg', seed: 11 }) as RunId;
    const [audio, video] = ['audio', 'video'].map((modality) => ofModality('redreg', modality));
    for (let block = 0; block < 10; block++)
      library.addGeometry(
        run,
        Array.from({ length: 1000 }, (_, i) => 1000 * block + i).flatMap((i) =>
          [audio?.[i % 9], video?.[i % 9]].map((record) => ({ ...(record as GeometryRecord), step: i + 1 })),
        ),
      );
    let longestMs = 0;
    let seen = performance.now();
    const clock = setInterval(() => {
      const now = performance.now();
      longestMs = Math.max(longestMs, now - seen);
      seen = now;
    }, 1);
    const timed = async <T>(work: () => Promise<T> | T): Promise<[T, number]> => {
      const start = performance.now();
      return [await work(), performance.now() - start];
    };
    const [overview, overviewMs] = await timed(() => handlers['geometry.overview']({ runs: [run], after: {} }));
    const [first, firstMs] = await timed(() => ask([run]));
    const [, againMs] = await timed(() => ask([run]));
    clearInterval(clock);
    console.log(
      `20,000 records: overview ${overviewMs.toFixed(0)} ms, trajectory ${firstMs.toFixed(0)} ms, again ${againMs.toFixed(0)} ms, longest pause ${longestMs.toFixed(0)} ms`,
    );
    expect(overview.runs[0]?.byModality['audio']?.steps).toHaveLength(10_000);
    expect(first.paths[0]).toMatchObject({ total: 10_000 });
    expect(first.paths[0]?.steps.length).toBeLessThanOrEqual(1001);
    expect(first.paths[0]?.steps.at(-1)).toBe(10_000);
    // In the measure of the first answer: the machine that runs the tests may be busy.
    expect(againMs).toBeLessThan(firstMs / 3);
    expect(longestMs).toBeLessThan(firstMs / 4);
  });
});

it('has nothing of a library that is not there', async () => {
  const empty = geometryHandlers({ reading: () => null } as unknown as StudioContext);
  expect(await empty['geometry.overview']({ runs: [of('redreg')], after: {} })).toEqual({ runs: [] });
});

import { describe, expect, it } from 'vitest';
import type { GeometryOverview } from '../../../../src/core/contract/geometry.ts';
import type { RunId } from '../../../../src/core/contract/runs.ts';
import {
  heatCells,
  markedSpans,
  pathsByLevel,
  spansOf,
  thinned,
} from '../../../../src/renderer/panels/projections/conflict-data.ts';
import { colourOf, levelOf } from '../../../../src/renderer/panels/projections/diverging.ts';
import { inOrder, lastStepOf, withNews } from '../../../../src/renderer/panels/projections/merge.ts';
import { evenPlaces, fitPaths, smoothed, type DrawnPath } from '../../../../src/renderer/panels/projections/path-data.ts';
import { epochEnds, nearestIndex, stepText, union } from '../../../../src/renderer/panels/projections/stops.ts';

describe('steps', () => {
  it('are joined, found and named', () => {
    expect(Array.from(union([Uint32Array.of(10, 20), Uint32Array.of(5, 20, 30)]))).toEqual([5, 10, 20, 30]);
    expect([0, 14, 15, 16, 99].map((step) => nearestIndex([10, 20, 30], step))).toEqual([0, 0, 0, 1, 2]);
    expect(nearestIndex([], 3)).toBe(-1);
    expect([stepText(23, 23), stepText(24, 23), stepText(24, null)]).toEqual(['step 23, epoch 1', 'step 24, epoch 2', 'step 24']);
    expect(epochEnds(230, 23, 5)).toEqual([2, 4, 6, 8, 10].map((epoch) => ({ epoch, step: 23 * epoch })));
    expect(epochEnds(230, null, 5)).toEqual([]);
  });
});

describe('conflict', () => {
  it('gives each measured step what lies nearest to it, and joins what is marked', () => {
    expect(spansOf([10, 20, 40])).toEqual([
      [5, 15],
      [15, 30],
      [30, 50],
    ]);
    expect(markedSpans([10, 20, 30, 40], [1, 1, 0, 1])).toEqual([
      [5, 25],
      [35, 45],
    ]);
  });

  it('averages neighbours where there are more steps than columns, and leaves out what is no number', () => {
    const own = {
      steps: Uint32Array.of(1, 2, 3, 4),
      stages: ['stem', 'layer1'],
      stageCosines: Float64Array.of(1, NaN, 0.5, NaN, -1, 0.2, NaN, 0.4),
    } as unknown as Parameters<typeof heatCells>[0];
    expect(heatCells(own, 2)).toEqual([
      { span: [0.5, 2.5], stage: 0, cosine: 0.75 },
      { span: [2.5, 4.5], stage: 0, cosine: -1 },
      { span: [2.5, 4.5], stage: 1, cosine: expect.closeTo(0.3, 12) as number },
    ]);
    expect(heatCells(own, 9)).toHaveLength(5);
    expect(pathsByLevel(heatCells(own, 2), ({ stage }) => `${String(stage)};`)).toEqual([
      [8, '0;'],
      [-10, '0;'],
      [3, '1;'],
    ]);
  });

  it('keeps the least and the greatest of a column', () => {
    const steps = Array.from({ length: 1000 }, (_, i) => i);
    const values = steps.map((step) => (step === 500 ? -1 : step === 700 ? 1 : 0));
    const kept = thinned(steps, values, 50);
    expect(kept.length).toBeLessThanOrEqual(100);
    expect(kept).toContainEqual([500, -1]);
    expect(kept).toContainEqual([700, 1]);
    expect(thinned([1, 2], [NaN, 3], 50)).toEqual([
      [1, NaN],
      [2, 3],
    ]);
  });

  it('has one colour for a right angle and others to both sides', () => {
    expect([-2, -1, -0.04, 0, 0.46, 1].map(levelOf)).toEqual([-10, -10, -0, 0, 5, 10]);
    expect(colourOf(0)).toBe('light-dark(#f1f1f2, #2a2f38)');
    expect(colourOf(-10)).toBe('light-dark(#b35806, #ff9d45)');
    expect(colourOf(10)).toBe('light-dark(#1f63ad, #5ea8ff)');
  });
});

describe('what comes while a run is trained', () => {
  const overview = (run: string, steps: number[], generation = 0): GeometryOverview => ({
    ...{ run: run as RunId, every: 10, stepsPerEpoch: 5, generation, modalities: steps.length > 0 ? ['audio'] : [] },
    byModality:
      steps.length === 0
        ? {}
        : {
            audio: {
              steps: Uint32Array.from(steps),
              stages: ['stem'],
              cosine: Float64Array.from(steps),
              stageCosines: Float64Array.from(steps),
              strength: Float64Array.from(steps),
              appliedShare: Float64Array.from(steps),
              suppressed: Uint8Array.from(steps, () => 1),
            },
          },
  });

  it('is put behind what is known', () => {
    const known = [overview('a', [10, 20]), overview('b', [])];
    const next = withNews(known, [overview('a', [30]), overview('b', [10])], { a: 20, b: -1 });
    expect(next).toMatchObject({ hasGrown: true, outdated: [] });
    expect(Array.from(next.overviews[0]?.byModality['audio']?.steps ?? [])).toEqual([10, 20, 30]);
    expect(Array.from(next.overviews[0]?.byModality['audio']?.cosine ?? [])).toEqual([10, 20, 30]);
    expect(next.overviews.map(lastStepOf)).toEqual([30, 10]);
    expect(withNews(known, [overview('a', [])], { a: 20 }).hasGrown).toBe(false);
    expect(inOrder(['b', 'x', 'a'] as RunId[], known).map(({ run }) => run)).toEqual(['b', 'a']);
  });

  it('leaves what is known of a run whose steps were taken away until all of it has come anew', () => {
    const known = [overview('a', [10, 20])];
    // Asked for behind step 20, of another generation: it cannot be put behind what is known, and is not the whole either.
    const first = withNews(known, [overview('a', [], 1)], { a: 20 });
    expect(first).toEqual({ overviews: known, hasGrown: false, outdated: ['a'] });
    const second = withNews(first.overviews, [overview('a', [10], 1)], {});
    expect(second).toMatchObject({ hasGrown: true, outdated: [] });
    expect(second.overviews.map(({ generation, byModality }) => [generation, byModality['audio']?.steps])).toEqual([
      [1, Uint32Array.of(10)],
    ]);
  });
});

describe('trajectories', () => {
  it('are smoothed over the points that there are', () => {
    const values = Float64Array.of(0, 3, 6, 0);
    expect(Array.from(smoothed(values, 3))).toEqual([1.5, 3, 3, 3]);
    expect(smoothed(values, 1)).toBe(values);
  });

  it('have one scale for both axes', () => {
    const path = { x: Float64Array.of(0, 10), y: Float64Array.of(0, 1) } as DrawnPath;
    const fit = fitPaths([path], 220, 120, 10);
    // 200 pixels for 10 units: 20 a unit, in both directions; y grows upwards.
    expect([fit.x(0), fit.x(10), fit.y(0), fit.y(1)]).toEqual([10, 210, 70, 50]);
    expect(fitPaths([], 220, 120, 10).x(0)).toBe(110);
  });

  it('are drawn with at most so many corners, both ends among them', () => {
    expect(evenPlaces(3, 5)).toEqual([0, 1, 2]);
    expect(evenPlaces(101, 5)).toEqual([0, 25, 50, 75, 100]);
  });
});

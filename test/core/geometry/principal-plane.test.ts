import { expect, it } from 'vitest';
import { addMoments, addRow, emptyMoments, type Moments } from '../../../src/core/geometry/moments.ts';
import { onPlane, principalPlane } from '../../../src/core/geometry/principal-plane.ts';
import { normalNumbers } from '../../../src/core/tensor/stateless-normal.ts';
import { jacobiEigen } from '../../support/jacobi-eigen.ts';

function momentsOf(rows: readonly (readonly number[])[]): Moments {
  const moments = emptyMoments(rows[0]?.length ?? 0);
  for (const row of rows) addRow(moments, row);
  return moments;
}

it('has the axes of an ellipse worked by hand', () => {
  // Mean (5, 1, 2). Around it ±3 along (0.6, 0.8, 0) and ±1 along z: variances 18/4 and 2/4, shares 0.9 and 0.1.
  const rows = [
    [5 + 1.8, 1 + 2.4, 2],
    [5 - 1.8, 1 - 2.4, 2],
    [5, 1, 3],
    [5, 1, 1],
  ];
  const plane = principalPlane(momentsOf(rows));
  expect(Array.from(plane.mean)).toEqual([5, 1, 2]);
  expect(plane.explained[0]).toBeCloseTo(0.9, 12);
  expect(plane.explained[1]).toBeCloseTo(0.1, 12);
  const points = rows.map((row) => onPlane(plane, row).map((x) => Number(x.toFixed(9))));
  expect(points.map(([x, y]) => [Math.abs(x ?? 0), Math.abs(y ?? 0)])).toEqual([
    [3, 0],
    [3, 0],
    [0, 1],
    [0, 1],
  ]);
  // The axis' largest element, 0.8, is positive.
  expect(points[0]?.[0]).toBe(3);
});

it('explains all of what lies on a plane, and the shares that a full solver gives otherwise', () => {
  const numbers = normalNumbers(3, 600);
  const flat = Array.from({ length: 50 }, (_, i) => {
    const [a, b] = [numbers[2 * i] ?? 0, numbers[2 * i + 1] ?? 0];
    return [a, b, a + b, 2 * a - b, 7];
  });
  const { explained } = principalPlane(momentsOf(flat));
  expect(explained[0] + explained[1]).toBeCloseTo(1, 12);

  const rows = Array.from({ length: 100 }, (_, i) => Array.from({ length: 6 }, (__, j) => (numbers[6 * i + j] ?? 0) * (j + 1)));
  const mean = rows[0]?.map((_, j) => rows.reduce((sum, row) => sum + (row[j] ?? 0), 0) / rows.length) ?? [];
  const covariance = mean.flatMap((_, i) =>
    mean.map((__, j) => rows.reduce((sum, row) => sum + ((row[i] ?? 0) - (mean[i] ?? 0)) * ((row[j] ?? 0) - (mean[j] ?? 0)), 0)),
  );
  const { values } = jacobiEigen(6, covariance);
  const total = values.reduce((a, b) => a + b, 0);
  const found = principalPlane(momentsOf(rows)).explained;
  expect(found[0]).toBeCloseTo((values[0] ?? 0) / total, 10);
  expect(found[1]).toBeCloseTo((values[1] ?? 0) / total, 10);
});

it('gives the same for parts that are added up, and leaves out rows that are no numbers', () => {
  const rows = Array.from({ length: 40 }, (_, i) => Array.from(normalNumbers(i, 8)));
  const whole = momentsOf(rows);
  const parts = momentsOf(rows.slice(0, 13));
  addMoments(parts, momentsOf(rows.slice(13)));
  expect(addRow(parts, [1, 2, Number.NaN, 4, 5, 6, 7, 8])).toBe(false);
  expect(parts.count).toBe(40);
  const [a, b] = [principalPlane(whole), principalPlane(parts)];
  expect(b.explained[0]).toBeCloseTo(a.explained[0], 12);
  for (const [i, x] of a.axes[0].entries()) expect(b.axes[0][i]).toBeCloseTo(x, 9);
});

it('explains nothing where all rows are alike or there are none', () => {
  const same = Array.from({ length: 9 }, () => [0.1, 0.2, 0.3]);
  expect(principalPlane(momentsOf(same)).explained).toEqual([0, 0]);
  expect(principalPlane(emptyMoments(4)).explained).toEqual([0, 0]);
});

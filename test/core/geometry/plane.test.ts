import { expect, it } from 'vitest';
import { planeOf } from '../../../src/core/geometry/plane.ts';
import { cosineOf, inner, normOf, triangleIndex } from '../../../src/core/geometry/record.ts';
import { recordOf } from '../../support/geometry-record.ts';

it('keeps the upper triangle row by row', () => {
  // n = 3: 00 01 02 11 12 22
  expect([triangleIndex(3, 0, 0), triangleIndex(3, 0, 2), triangleIndex(3, 1, 1), triangleIndex(3, 2, 2)]).toEqual([0, 2, 3, 5]);
  const record = recordOf({ total: [3, 4, 0], final: [0, 2, 0], joint: [0, 0, 0] });
  expect([inner(record, 'final', 'total'), inner(record, 'total', 'final')]).toEqual([8, 8]);
  expect(normOf(record, 'total')).toBe(5);
  expect(cosineOf(record, 'total', 'final')).toBe(0.8);
  expect(cosineOf(record, 'total', 'joint')).toBeNaN();
  expect(inner(record, 'total', 'elsewhere')).toBeNaN();
});

it('draws on the plane of total and final, with what lies outside', () => {
  // total along x; final adds (1, 2, 0), so the plane is x, y. The displacement (3, 4, 12) has length 13, of which 12 points out of it:
  // outside = 144/169. The orthogonal part points out of it altogether.
  const record = recordOf({
    total: [2, 0, 0],
    final: [3, 2, 0],
    applied: [1, 2, 0],
    displacement: [3, 4, 12],
    orthogonal: [0, 0, 5],
    joint: [0, -1, 0],
  });
  const { axes, arrows } = planeOf(record);
  expect(axes).toEqual(['total', 'final']);
  const at = Object.fromEntries(arrows.map((arrow) => [arrow.name, arrow]));
  expect(at['total']).toMatchObject({ x: 2, y: 0, length: 2, outside: 0 });
  expect(at['final']).toMatchObject({ x: 3, y: 2, outside: 0 });
  expect(at['applied']).toMatchObject({ x: 1, y: 2 });
  expect(at['applied']?.outside).toBeCloseTo(0, 14);
  expect(at['displacement']).toMatchObject({ x: 3, y: 4, length: 13 });
  expect(at['displacement']?.outside).toBeCloseTo(144 / 169, 14);
  expect(at['orthogonal']).toMatchObject({ x: 0, y: 0, length: 5, outside: 1 });
  expect(at['joint']).toMatchObject({ x: 0, y: -1, outside: 0 });
});

it('draws on the plane of joint and unimodal gradient where nothing was applied', () => {
  const record = recordOf({ total: [1, 1, 0], final: [1, 1, 0], applied: [0, 0, 0], joint: [0, 0, 2], unimodal: [0, 3, 4] });
  const { axes, arrows } = planeOf(record);
  expect(axes).toEqual(['joint', 'unimodal']);
  const at = Object.fromEntries(arrows.map((arrow) => [arrow.name, arrow]));
  expect(at['joint']).toMatchObject({ x: 2, y: 0 });
  expect(at['unimodal']).toMatchObject({ x: 4, y: 3, length: 5, outside: 0 });
  // (1, 1, 0) on the plane of z and y: half of its squared length.
  expect(at['total']).toMatchObject({ x: 0, y: 1 });
  expect(at['total']?.outside).toBeCloseTo(0.5, 14);
  expect(at['applied']).toMatchObject({ x: 0, y: 0, length: 0, outside: 0 });
});

it('has one axis where the second vector only stretches the first, and none where all is zero', () => {
  const scaled = planeOf(recordOf({ total: [2, 0, 0], final: [1, 0, 0], applied: [-1, 0, 0], joint: [1, 1, 0] }));
  expect(scaled.arrows.map(({ x, y }) => [x, y])).toEqual([
    [2, 0],
    [1, 0],
    [-1, 0],
    [1, 0],
  ]);
  expect(scaled.arrows[3]?.outside).toBeCloseTo(0.5, 14);
  const nothing = planeOf(recordOf({ total: [0, 0, 0], applied: [0, 0, 0], joint: [0, 0, 0], unimodal: [0, 0, 0] }));
  expect(nothing.arrows.every(({ x, y, length, outside }) => x === 0 && y === 0 && length === 0 && outside === 0)).toBe(true);
});

it('takes what float32 rounds for no second axis', () => {
  // final = 0.3 · total, in products that are right to 1e-7: without a bound the rest, 1e-7 · |applied|², would be an axis of its own.
  const exact = recordOf({ total: [2, 1, 0], final: [0.6, 0.3, 0], applied: [-1.4, -0.7, 0], displacement: [0.2, -0.4, 0.1] });
  // In the triangle of total, final, applied, displacement: applied · applied is the eighth number.
  const rounded = { ...exact, gram: exact.gram.map((value, i) => (i === 7 ? value * (1 + 1e-7) : value)) };
  expect(planeOf(rounded).arrows.map(({ y }) => y)).toEqual([0, 0, 0, 0]);
});

import { expect, it } from 'vitest';
import { inner, normOf } from '../../../src/core/geometry/record.ts';
import { withSum } from '../../../src/core/geometry/with-sum.ts';
import { recordOf } from '../../support/geometry-record.ts';

it('has the inner products of the sum with all others and itself', () => {
  const record = withSum(recordOf({ a: [1, 2, 0], b: [0, 1, 3], c: [5, 0, 1] }), 'a+b', ['a', 'b']);
  // a + b = (1, 3, 3)
  expect(record.vectors).toEqual(['a', 'b', 'c', 'a+b']);
  expect(['a', 'b', 'c'].map((name) => inner(record, name, 'a+b'))).toEqual([7, 12, 8]);
  expect(normOf(record, 'a+b')).toBe(Math.sqrt(19));
  expect(inner(record, 'a', 'c')).toBe(5);
});

it('leaves a record that lacks a part as it is', () => {
  const record = recordOf({ a: [1, 0] });
  expect(withSum(record, 'sum', ['a', 'b'])).toBe(record);
});

import { expect, test } from 'vitest';
import { bestOn } from '../../../src/core/train/best-on.ts';

test.each([
  [{ training: { selectOn: 'test' } }, /test/],
  [{ training: { selectOn: 'validation' } }, /validation/],
  // Written before the setting was there.
  [{ training: {} }, /validation/],
  [null, /validation/],
])('the best epoch of a run with %j', (config, expected) => {
  expect(bestOn(config)).toMatch(expected);
});

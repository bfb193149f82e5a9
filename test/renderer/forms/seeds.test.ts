import { expect, test } from 'vitest';
import { parseSeeds } from '../../../src/renderer/forms/seeds.ts';

test.each([
  ['0', [0]],
  ['0-4', [0, 1, 2, 3, 4]],
  ['0,1,7', [0, 1, 7]],
  [' 3 , 1 ', [3, 1]],
  ['5-5', [5]],
  ['0-2, 2, 1-3', [0, 1, 2, 3]],
  ['7 9', [7, 9]],
  ['0–2', [0, 1, 2]],
  ['9007199254740991', [9007199254740991]],
])('%j is the seeds %j', (text, seeds) => {
  expect(parseSeeds(text)).toEqual({ seeds, problem: null });
});

test.each([
  ['', /one seed at least/],
  [' , ', /one seed at least/],
  ['-1', /“-1” is no seed/],
  ['1.5', /“1.5” is no seed/],
  ['a', /“a” is no seed/],
  ['4-0', /“4-0” runs backwards. Write 0-4/],
  ['1-', /is no seed/],
  ['0-100', /more than 100/],
  ['0-99, 200', /101 seeds; 100 are the most/],
  ['9007199254740992', /too large/],
])('%j is refused', (text, problem) => {
  const found = parseSeeds(text);
  expect(found.seeds).toEqual([]);
  expect(found.problem).toMatch(problem);
});

test('a hundred seeds are allowed', () => {
  expect(parseSeeds('0-99').seeds).toHaveLength(100);
});

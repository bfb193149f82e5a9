import { expect, test } from 'vitest';
import { byFit, reasonOf, type LayoutForm } from '../../../src/renderer/data/layouts.ts';

const form = (id: string): LayoutForm => ({
  ...{ id, label: id.toUpperCase(), schema: {}, defaults: {} },
  about: { summary: '', files: [], licence: null, citation: null },
});
const candidate = (layout: string, ...missing: string[]) => ({ layout, label: layout.toUpperCase(), missing });
const layouts = [form('a'), form('b'), form('c')];
const candidates = [candidate('a', 'x', 'y'), candidate('b'), candidate('c', 'z')];

test('layouts that fit stand first, then those that least is missing for; without a look they keep their order', () => {
  expect(byFit(layouts, candidates).map(({ layout, missing }) => [layout.id, missing])).toEqual([
    ['b', []],
    ['c', ['z']],
    ['a', ['x', 'y']],
  ]);
  expect(byFit(layouts, []).map(({ layout, missing }) => [layout.id, missing])).toEqual([
    ['a', null],
    ['b', null],
    ['c', null],
  ]);
});

test('the reason says what fits as well, or what was not found', () => {
  expect(reasonOf('b', candidates)).toBe('Found out: all that it looks for is there.');
  expect(reasonOf('b', [...candidates, candidate('d')])).toContain('Fits as well: D.');
  expect(reasonOf('a', candidates)).toBe('Chosen although these were not found: x, y.');
  expect(reasonOf('b', [])).toBe('');
});

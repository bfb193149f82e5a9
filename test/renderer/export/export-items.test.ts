import { expect, it } from 'vitest';
import { exportItems, type Saves } from '../../../src/renderer/export/export-items.ts';

const saved: string[] = [];
const saves: Saves = { png: () => saved.push('png'), svg: () => saved.push('svg'), csv: () => saved.push('csv') };

it('offers each kind of file where something is drawn', () => {
  const items = exportItems(null, saves);
  expect(items.map(({ label }) => label)).toEqual(['PNG picture', 'SVG picture', 'CSV table']);
  expect(items.some(({ disabled }) => disabled)).toBe(false);
  for (const { onselect } of items) onselect();
  expect(saved).toEqual(['png', 'svg', 'csv']);
});

it('offers no file while nothing is drawn, and says why', () => {
  const items = exportItems('the first step is on its way.', saves);
  expect(items.map(({ label, disabled }) => [label, disabled])).toEqual([
    ['Nothing to save yet: the first step is on its way.', true],
  ]);
  saved.length = 0;
  for (const { onselect } of items) onselect();
  expect(saved).toEqual([]);
});

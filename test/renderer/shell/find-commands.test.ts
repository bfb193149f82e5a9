import { expect, test } from 'vitest';
import { keyNames } from '../../../src/renderer/parts/key-names.ts';
import { commandsFor, shortcutsOf } from '../../../src/renderer/shell/find-commands.ts';
import type { Command } from '../../../src/renderer/state/commands.svelte.ts';

const command = (id: string, text: string, more: Partial<Command> = {}): Command => ({ id, text, run: () => undefined, ...more });
const all = [
  command('runs', 'Runs', { section: 'Go to', keys: 'g r' }),
  command('dark', 'Theme: dark', { section: 'Look' }),
  command('told', 'Choose all', { isHidden: true, keys: '$mod+a' }),
  command('dark', 'Theme: darker', { section: 'Look' }),
];
const texts = (search: string): string[] => commandsFor(all, search).flatMap(({ commands }) => commands.map(({ text }) => text));

test('all words must be in text or section, whatever their order and case', () => {
  expect(texts('look THEME')).toEqual(['Theme: darker']);
  expect(texts('go r')).toEqual(['Runs']);
  expect(texts('nothing')).toEqual([]);
});

test('the latest of one id stands for it; hidden ones are in the help only', () => {
  expect(texts('').toSorted()).toEqual(['Runs', 'Theme: darker']);
  expect(
    shortcutsOf(all)
      .flatMap(({ commands }) => commands.map(({ id }) => id))
      .toSorted(),
  ).toEqual(['runs', 'told']);
});

test.each([
  ['$mod+Shift+z', false, ['Ctrl', 'Shift', 'Z']],
  ['$mod+k', true, ['⌘', 'K']],
  ['g r', false, ['G', 'R']],
  ['[Shift]+?', false, ['?']],
  [' ', false, ['Space']],
  ['$mod+,', false, ['Ctrl', ',']],
  ['Delete', false, ['Del']],
])('%j is written %j', (keys, isMac, names) => expect(keyNames(keys, isMac)).toEqual(names));

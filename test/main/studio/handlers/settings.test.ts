import { expect, test } from 'vitest';
import { openLibrary } from '../../../../src/main/store/library.ts';
import { ask, askNothing, refusalOf } from './support.ts';

test('what a page keeps comes back as it was, lasts, and other pages are told', async () => {
  const { client, library, told } = ask();
  const view = { columns: ['name', 'series:last:a/b'], nested: { 'a "quote"': [1, null, true] } };
  await client.call('settings.set', { name: 'view/runs', value: view });
  await client.call('settings.set', { name: 'theme', value: 'dark' });
  expect(await client.call('settings.get', { names: ['view/runs', 'theme', 'nothing'] })).toEqual({
    values: { 'view/runs': view, theme: 'dark' },
  });
  expect(told).toEqual([
    { name: 'settings.changed', payload: { name: 'view/runs' } },
    { name: 'settings.changed', payload: { name: 'theme' } },
  ]);
  const again = openLibrary(library.file, { readOnly: true });
  expect(again.getSettings(['theme'])).toEqual({ theme: 'dark' });
  again.close();
});

test('null forgets, and names are found by how they begin, whatever signs are in them', async () => {
  const { client } = ask();
  for (const name of ['view/runs', 'view/a_b', 'view/axb', 'draft']) await client.call('settings.set', { name, value: 1 });
  await client.call('settings.set', { name: 'view/runs', value: null });
  expect(await client.call('settings.names', { prefix: 'view/' })).toEqual({ names: ['view/a_b', 'view/axb'] });
  expect(await client.call('settings.names', { prefix: 'view/a_' })).toEqual({ names: ['view/a_b'] });
  expect(await client.call('settings.names', { prefix: '' })).toMatchObject({ names: { length: 3 } });
});

test.each(['', 'A', '../x', 'view/', 'view/<img>', 'x'.repeat(400)])('the name %j is refused', async (name) => {
  const { client, told } = ask();
  expect(await refusalOf(client.call('settings.set', { name, value: 1 }))).toBe('ipc.bad-request');
  expect(told).toEqual([]);
});

test('without a library there is nothing kept', async () => {
  expect(await askNothing().call('settings.get', { names: ['theme'] })).toEqual({ values: {} });
  expect(await askNothing().call('settings.names', { prefix: '' })).toEqual({ names: [] });
});

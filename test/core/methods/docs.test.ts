import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { methodCard } from '../../../src/core/methods/card.ts';
import { methods } from '../../../src/core/methods/index.ts';

const supported = /^## Supported$(.*?)^## Planned$/ms.exec(readFileSync('docs/methods.md', 'utf8'))?.[1] ?? '';
const rows = [...supported.matchAll(/^\| `([a-z-]+)` \| (.*?) \|/gm)].map(([, id = '', first = '']) => ({ id, first }));
const linkIds = [...new Set(methods.flatMap(({ links }) => links.map(({ definition }) => definition.id)))];

test('docs/methods.md has a row for every method and every link, and for nothing else', () => {
  const known = [...methods.map(({ id }) => id), ...linkIds];
  expect(rows.map(({ id }) => id).toSorted()).toEqual(known.toSorted());
});

test.each(methods.map((method) => [method.id, method] as const))(
  'docs/methods.md names the links of %s in order, bold where they can be switched off',
  (id, { links }) => {
    const row = rows.find((r) => r.id === id)?.first ?? '';
    const named = [...row.matchAll(/(\*\*)?`([a-z-]+)`/g)].map(([, bold, link]) => [link, bold === undefined]);
    expect(named).toEqual(links.map(({ definition, required = false }) => [definition.id, required]));
  },
);

test.each(linkIds)('docs/methods.md names the options of %s', (id) => {
  const options = methods.flatMap((method) => methodCard(method).links).find((link) => link.id === id)?.options ?? [];
  const line = supported.split('\n').find((text) => text.startsWith(`| \`${id}\` |`)) ?? '';
  for (const { name } of options) expect(line).toContain(`\`${name}\``);
});

test.each(methods.flatMap(({ id, presets }) => presets.map((preset) => [id, preset.id] as const)))(
  'docs/methods.md lists the preset of %s named %s',
  (method, preset) => {
    expect(supported).toContain(`| ${method} \`${preset}\` |`);
  },
);

const extensions = /^### Three modalities and more: extensions$(.*?)^Names elsewhere/ms.exec(supported)?.[1] ?? '';

test('docs/methods.md has the rule for three modalities of every link that extends its source, and of no other', () => {
  const cards = methods.flatMap((method) => methodCard(method).links);
  const extended = new Set(cards.filter(({ extension }) => extension !== null).map(({ id }) => id));
  const told = [...extensions.matchAll(/^\| [A-Za-z-]+: `([a-z-]+)` \|/gm)].map(([, id = '']) => id);
  expect([...new Set(told)].toSorted()).toEqual([...extended].toSorted());
});

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { layouts } from '../../../src/core/data/index.ts';
import { DatasetDefinition } from '../../../src/core/data/definition.ts';
import {
  asValues,
  beginning,
  branchOf,
  changed,
  figuresOf,
  kindOf,
  newElement,
  textsOf,
  withoutNull,
  wordOf,
  type JsonSchema,
  type Values,
} from '../../../src/renderer/data/schema-form.ts';

const schema = z.toJSONSchema(layouts['crema-d'].definition, { io: 'input' }) as JsonSchema;
const field = (name: string): JsonSchema => schema.properties?.[name] ?? {};

/** Every field of a schema with its path, those within objects, unions and lists too. */
function fieldsOf(within: JsonSchema, path = ''): [path: string, field: JsonSchema][] {
  return Object.entries(within.properties ?? {}).flatMap(([key, given]) => {
    const each = withoutNull(given);
    const at = `${path}${key}`;
    const items = typeof each.items === 'object' ? [each.items] : [];
    const inner = [each, ...items].flatMap((one) => [one, ...(one.oneOf ?? [])]);
    return [[at, each] as [string, JsonSchema], ...inner.flatMap((one) => fieldsOf(one, `${at}.`))];
  });
}

describe.each(Object.values(layouts).map(({ id, definition }) => [id, definition] as const))(
  'the form of %s',
  (id, definition) => {
    const whole = z.toJSONSchema(definition, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

    test('can fill in every field: what is no text has a kind of its own', () => {
      const unknown = fieldsOf(whole).filter(
        ([, each]) => kindOf(each) === 'text' && each.type !== 'string' && each.const === undefined,
      );
      expect(unknown.map(([path]) => path)).toEqual([]);
    });

    test('names every field in words, and each form of a union', () => {
      const nameless = fieldsOf(whole).filter(([, each]) => each.const === undefined && each.title === undefined);
      expect(nameless.map(([path]) => path)).toEqual([]);
      for (const [path, each] of fieldsOf(whole))
        for (const form of each.oneOf ?? []) expect([path, wordOf(form)]).toEqual([path, expect.stringMatching(/^[A-Z]/)]);
    });

    test('begins with values that stay what they are when a field is set to what it is', () => {
      const defaults = definition.parse({ layout: id, name: 'x', root: '/x' }) as Values;
      for (const [path, each] of fieldsOf(whole)) {
        const value = path.split('.').reduce<unknown>((inner, key) => asValues(inner)[key], defaults);
        if (value !== undefined) expect(changed(defaults, path, value)).toEqual(defaults);
        if (kindOf(each) === 'union' && value !== undefined) expect(branchOf(each, value)).toBeDefined();
      }
    });
  },
);

test('each kind of field is told by its schema', () => {
  const of = (type: z.ZodType): string => kindOf(withoutNull(z.toJSONSchema(type, { io: 'input' }) as JsonSchema));
  const one = z.strictObject({ kind: z.literal('one') });
  const two = z.strictObject({ kind: z.literal('two'), of: z.string() });
  expect([
    ...[z.string(), z.boolean(), z.int(), z.number().nullable(), z.enum(['a', 'b'])].map(of),
    ...[z.array(z.string()), z.array(z.number()), z.tuple([z.number(), z.number()])].map(of),
    ...[one, z.discriminatedUnion('kind', [one, two]), z.array(two), z.array(z.discriminatedUnion('kind', [one, two]))].map(of),
  ]).toEqual(['text', 'flag', 'number', 'number', 'choice', 'texts', 'figures', 'numbers', 'object', 'union', 'list', 'list']);
});

test('elements of a list are changed by their place, and a new one begins with its first form', () => {
  const before = { parts: [{ name: 'a' }, { name: 'b' }] };
  expect(changed(before, 'parts.1.name', 'c')).toEqual({ parts: [{ name: 'a' }, { name: 'c' }] });
  expect(before.parts[1]).toEqual({ name: 'b' });
  const forms = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('one'), size: z.int().default(3) }),
    z.strictObject({ kind: z.literal('two') }),
  ]);
  expect(newElement(z.toJSONSchema(forms, { io: 'input' }) as JsonSchema)).toEqual({ kind: 'one', size: 3 });
});

test('numbers are parted as names are, and what is none stays for the check to refuse', () => {
  expect(figuresOf('-1, 0.5\n2, many')).toEqual([-1, 0.5, 2, 'many']);
});

test('each form of the validation begins so that the schema takes it, but for speakers, which must be named', () => {
  const begun = (field('validation').oneOf ?? []).map(beginning);
  expect(begun).toEqual([
    { kind: 'none' },
    { kind: 'share', share: 0.1, seed: 0 },
    { kind: 'list', file: 'validation.csv' },
    { kind: 'speaker', speakers: [], seed: 0 },
  ]);
  const fits = begun.map(
    (validation) => DatasetDefinition.safeParse({ layout: 'crema-d', name: 'x', root: '/x', validation }).success,
  );
  expect(fits).toEqual([true, true, true, false]);
  expect(branchOf(field('validation'), begun[2])?.title).toBe('A list of its own');
});

test('a change makes new values along its path and leaves the given ones alone', () => {
  const before = { name: 'a', frames: { count: 3, augment: { flipProbability: 0.5 } } };
  const after = changed(before, 'frames.augment.flipProbability', 0);
  expect(after).toEqual({ name: 'a', frames: { count: 3, augment: { flipProbability: 0 } } });
  expect(before.frames.augment.flipProbability).toBe(0.5);
  expect(changed(before, 'frames.count', undefined)).toEqual({ name: 'a', frames: { augment: { flipProbability: 0.5 } } });
  expect(changed({}, 'frames.count', 2)).toEqual({ frames: { count: 2 } });
  // The order of fields stays, so that a definition that is what it was also reads as it did.
  expect(JSON.stringify(changed(before, 'name', 'b'))).toBe(JSON.stringify({ ...before, name: 'b' }));
});

test('names are parted by commas or lines', () => {
  expect(textsOf(' a, b\n\nc ,')).toEqual(['a', 'b', 'c']);
  expect([asValues([1]), asValues(null), asValues('x')]).toEqual([{}, {}, {}]);
});

import { expect, test } from 'vitest';
import { z } from 'zod';
import { layouts } from '../../../src/core/data/index.ts';
import { DatasetDefinition } from '../../../src/core/data/definition.ts';
import {
  asValues,
  beginning,
  branchOf,
  changed,
  kindOf,
  textsOf,
  type JsonSchema,
} from '../../../src/renderer/data/schema-form.ts';

const schema = z.toJSONSchema(layouts['crema-d'].definition, { io: 'input' }) as JsonSchema;
const field = (name: string): JsonSchema => schema.properties?.[name] ?? {};

test('every field of a layout has a kind that the form can fill in', () => {
  const kinds = Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, each]) => [key, kindOf(each)]));
  expect(kinds).toEqual({
    ...{ layout: 'text', name: 'text', root: 'text', audioFolder: 'text', trainList: 'text', testList: 'text' },
    ...{
      classes: 'texts',
      validation: 'union',
      speakerField: 'number',
      leaveOut: 'texts',
      spectrogram: 'object',
      frames: 'object',
    },
  });
  expect(kindOf(field('frames').properties?.['augment']?.properties?.['scale'] ?? {})).toBe('numbers');
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

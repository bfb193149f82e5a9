import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DatasetDefinition } from '../../../src/core/data/definition.ts';
import { layouts, type LayoutId } from '../../../src/core/data/index.ts';
import type { JsonSchema, Values } from '../../../src/renderer/data/schema-form.ts';
import { otherSplit, splitFields, splitWords } from '../../../src/renderer/data/split-settings.ts';

const schemaOf = (id: LayoutId): JsonSchema =>
  z.toJSONSchema(layouts[id].definition, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
const set = (layout: LayoutId, changes: Values = {}): Values => ({ layout, name: 'x', root: '/x', ...changes });

test('a test set drawn by chance is compared with one by speaker, and the other way round', () => {
  const schema = schemaOf('crema-d-original');
  const drawn = set('crema-d-original', { test: { kind: 'share', share: 0.1, seed: 3 } });
  const bySpeaker = otherSplit(schema, drawn);
  expect(bySpeaker).toEqual({ ...drawn, test: { kind: 'speaker', share: 0.1, seed: 0 } });
  expect(otherSplit(schema, bySpeaker)['test']).toEqual({ kind: 'share', share: 0.1, seed: 0 });
});

test('where only validation is drawn, a share of the speakers is compared with', () => {
  const other = otherSplit(schemaOf('crema-d'), set('crema-d'));
  expect(other['validation']).toEqual({ kind: 'speaker', speakers: [], share: 0.2, seed: 0 });
});

describe.each(Object.keys(layouts) as LayoutId[])('%s', (id) => {
  test('what is compared with is a definition that its schema takes, and another one where it can be', () => {
    const definition = set(id);
    const other = otherSplit(schemaOf(id), definition);
    expect(DatasetDefinition.safeParse(other).success).toBe(true);
    if (splitFields(schemaOf(id)).length > 0) expect(other).not.toEqual(definition);
  });
});

test('settings in words', () => {
  const words = splitWords(
    schemaOf('crema-d-original'),
    set('crema-d-original', { test: { kind: 'speaker', share: 0.2, seed: 1 } }),
  );
  expect(words).toEqual([
    'Training and test: By speaker: nobody is in training and in test (share 0.2, seed 1)',
    'Validation: None: the best checkpoint is the last',
  ]);
});

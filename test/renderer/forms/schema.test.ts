import { expect, test } from 'vitest';
import {
  boundsOf,
  firstValue,
  freshVariant,
  innerOf,
  kindOf,
  labelOf,
  sentence,
  sliderOf,
  variantOf,
} from '../../../src/renderer/forms/schema.ts';

test.each([
  [{ type: 'boolean' }, 'switch'],
  [{ type: 'string', enum: ['a'] }, 'choice'],
  [{ type: 'integer', minimum: 0 }, 'number'],
  [{ anyOf: [{ type: 'number' }, { type: 'null' }] }, 'optional'],
  [{ oneOf: [{ properties: { kind: { const: 'a' } } }] }, 'variant'],
  [{ type: 'object', properties: {} }, 'group'],
  [{ type: 'object', additionalProperties: { type: 'number' } }, 'byModality'],
  [{ type: 'array', items: { type: 'string' } }, 'list'],
  [{ type: 'string' }, 'text'],
])('%j is filled in by a %s', (schema, kind) => {
  expect(kindOf(schema)).toBe(kind);
});

test('names become words', () => {
  expect([sentence('betaFrom'), sentence('zero-out'), sentence('alpha')]).toEqual(['Beta from', 'Zero out', 'Alpha']);
});

test('a slider keeps off excluded ends and is left out where the range is too wide or open', () => {
  // (1 − 0) / 100 = 0.01, so the last place below an excluded 1 is 0.99.
  expect(sliderOf({ type: 'number', minimum: 0, exclusiveMaximum: 1 })).toEqual({ min: 0, max: 0.99, step: 0.01 });
  expect(sliderOf({ type: 'number', exclusiveMinimum: 0, maximum: 1 })).toEqual({ min: 0.01, max: 1, step: 0.01 });
  expect(sliderOf({ type: 'integer', minimum: 4, maximum: 256 })).toEqual({ min: 4, max: 256, step: 1 });
  expect(sliderOf({ type: 'integer', minimum: 1, maximum: 100_000 })).toBeNull();
  expect(sliderOf({ type: 'number', minimum: 0 })).toBeNull();
});

test('bounds that only mean "any whole number" are none', () => {
  expect(boundsOf({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER })).toEqual({
    min: 0,
    max: undefined,
    step: 1,
  });
});

test('a variant is known by its kind and begins at its defaults', () => {
  const adam = { properties: { kind: { const: 'adam' }, beta: { default: 0.9 } } };
  const schema = { oneOf: [{ properties: { kind: { const: 'sgd' } } }, adam] };
  expect(variantOf(schema, { kind: 'adam', beta: 0.5 })).toBe(adam);
  expect(freshVariant(adam)).toEqual({ kind: 'adam', beta: 0.9 });
});

test('what is switched on begins at its default, or else within its bounds', () => {
  expect(firstValue({ type: 'number', default: 0.15 })).toBe(0.15);
  expect(firstValue({ type: 'integer', minimum: 5 })).toBe(5);
  expect(firstValue({ type: 'number', exclusiveMinimum: 0 })).toBe(1);
});

test('a nullable number is optional in both ways in which a schema says so', () => {
  expect(kindOf({ type: ['number', 'null'], default: 0.15 })).toBe('optional');
  expect(innerOf({ type: ['number', 'null'], minimum: 1 })).toEqual({ type: 'number', minimum: 1 });
  expect(innerOf({ anyOf: [{ type: 'integer' }, { type: 'null' }] })).toEqual({ type: 'integer' });
  expect(innerOf({ anyOf: [{ type: 'integer' }, { type: 'string' }] })).toBeNull();
});

test('a field at a path is called by its title, and one of a variant by both', () => {
  const schema = {
    properties: {
      training: {
        title: 'Training',
        properties: {
          epochs: { title: 'Epochs' },
          optimizer: { title: 'Optimizer', oneOf: [{ properties: { kind: { const: 'sgd' }, weightDecay: {} } }] },
        },
      },
    },
  };
  expect(labelOf(schema, ['training', 'epochs'])).toBe('Epochs');
  expect(labelOf(schema, ['training', 'optimizer', 'weightDecay'])).toBe('Optimizer, Weight decay');
  expect(labelOf(schema, ['training', 'nothing'])).toBe('Nothing');
});

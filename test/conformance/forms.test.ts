import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DatasetDefinition } from '../../src/core/data/definition.ts';
import { methodCard } from '../../src/core/methods/card.ts';
import { methods } from '../../src/core/methods/index.ts';
import { checkConfig } from '../../src/core/train/check-config.ts';
import { RunConfig } from '../../src/core/train/config.ts';
import { presetSettings } from '../../src/core/train/preset-settings.ts';
import { draftOf } from '../../src/renderer/forms/clone.ts';
import { configOf, sharedFields } from '../../src/renderer/forms/config.ts';
import { FAMILIES } from '../../src/renderer/forms/families.ts';
import { linkState, withOption, withSwitch } from '../../src/renderer/forms/link-state.ts';
import { fieldsOf, firstValue, innerOf, kindOf, type FieldSchema } from '../../src/renderer/forms/schema.ts';

const data = DatasetDefinition.parse({ layout: 'crema-d', name: 'd', root: '/d' });
const schema = z.toJSONSchema(RunConfig, { io: 'input', unrepresentable: 'any' }) as FieldSchema;

/** Another value that a field can be given in the form; undefined where it has only one. */
function another(field: FieldSchema, value: unknown): unknown {
  switch (kindOf(field)) {
    case 'switch':
      return value !== true;
    case 'choice':
      return field.enum?.find((choice) => choice !== value);
    case 'number':
      return value === 0 || value === undefined ? 0.5 : 0;
    case 'optional':
      return value === null || value === undefined ? firstValue(innerOf(field) ?? {}) : null;
    case 'byModality':
      return { audio: 0.5 };
    case 'text':
      return field.anyOf?.flatMap((one) => one.enum ?? []).find((word) => word !== value) ?? 'another';
    default:
      return undefined;
  }
}

/** Every registered method has a form by its declaration alone, and what is filled in there is what a run gets. */
describe.each(methods.map((method) => [method.id, method] as const))('the form of %s', (_, method) => {
  const card = methodCard(method);
  const base = RunConfig.parse(presetSettings(method, data, 'official'));

  test('has a family that is shown, a formula, and a field that can be filled in for each option', () => {
    expect(FAMILIES.map(({ id }) => id)).toContain(card.family);
    expect(card.formula.length).toBeGreaterThan(0);
    for (const link of card.links) {
      for (const [name, field] of fieldsOf(link.schema as FieldSchema)) {
        expect
          .soft(['switch', 'choice', 'number', 'optional', 'byModality', 'text'], `${link.id}.${name}`)
          .toContain(kindOf(field));
        expect.soft(field.description, `${link.id}.${name}`).toBeTruthy();
      }
    }
  });

  test('untouched, it makes exactly the settings of the preset, and these are good', () => {
    for (const { id } of card.presets) {
      const preset = RunConfig.parse(presetSettings(method, data, id));
      const made = configOf(preset, card, { changes: {}, links: {} });
      expect(checkConfig(made)).toEqual({ issues: [], config: expect.anything() as unknown });
      // Options at their defaults may be left out, so the chains are compared by every option.
      for (const link of card.links) {
        const links = made['links'] as RunConfig['links'];
        expect(linkState(link, links[link.id], undefined)).toEqual(linkState(link, preset.links[link.id], undefined));
      }
    }
  });

  test('every option that is changed reaches the run, and back at its value it is no change', () => {
    for (const link of card.links) {
      for (const [name, field] of fieldsOf(link.schema as FieldSchema)) {
        const state = linkState(link, base.links[link.id], undefined);
        const value = another(field, state.options[name]);
        const change = withSwitch(state, withOption(state, undefined, name, value), true);
        const made = configOf(base, card, { changes: {}, links: { [card.id]: { [link.id]: change } } });
        expect.soft((made['links'] as RunConfig['links'])[link.id], `${link.id}.${name}`).toMatchObject({ [name]: value });
        expect(withOption(state, change, name, state.options[name]).options).toEqual({});
      }
    }
  });

  test('every switch reaches the run', () => {
    for (const link of card.links.filter(({ may_be_off }) => may_be_off)) {
      const state = linkState(link, base.links[link.id], undefined);
      const change = withSwitch(state, undefined, !state.isOn);
      const made = configOf(base, card, { changes: {}, links: { [card.id]: { [link.id]: change } } });
      expect(linkState(link, (made['links'] as RunConfig['links'])[link.id], undefined).isOn).toBe(!state.isOn);
    }
  });

  test('a clone of a run of any preset fills in the form so that it makes the same run', () => {
    for (const { id } of card.presets) {
      const run = { ...RunConfig.parse(presetSettings(method, data, id, 4)), preset: 'official' };
      const changed = { ...run, training: { ...run.training, epochs: 3 } };
      const draft = draftOf(changed, base, { card, schema, data: { id: 'd' } });
      const made = configOf(base, card, { changes: draft.changes ?? {}, links: draft.links ?? {} });
      expect(draft.seeds).toBe('4');
      expect(made).toMatchObject({ training: changed.training, model: changed.model });
      for (const link of card.links) {
        const now = linkState(link, (made['links'] as RunConfig['links'])[link.id], undefined);
        expect(now).toEqual(linkState(link, run.links[link.id], undefined));
      }
    }
  });
});

test('every setting of a run is a field of the form or has a place of its own', () => {
  const paths = sharedFields(schema).map(([path]) => path);
  expect(paths).toContain('training.optimizer');
  const known = new Set([...paths.map((path) => path.split('.')[0]), 'method', 'data', 'preset', 'seed', 'links']);
  expect(Object.keys(schema.properties ?? {}).filter((name) => !known.has(name))).toEqual([]);
  for (const [path, field] of sharedFields(schema)) {
    expect.soft(field.title, path).toBeTruthy();
    expect.soft(field.default, path).not.toBeUndefined();
  }
});

import { expect, test } from 'vitest';
import { createClient, type Client } from '../../../../src/core/contract/client.ts';
import type { Handlers } from '../../../../src/core/contract/index.ts';
import { answer, toReply } from '../../../../src/core/contract/reply.ts';
import { DatasetDefinition } from '../../../../src/core/data/definition.ts';
import { AppError } from '../../../../src/core/errors/app-error.ts';
import { methods, offeredMethods } from '../../../../src/core/methods/index.ts';
import { runConfigOf } from '../../../../src/main/cli/settings.ts';
import type { Library } from '../../../../src/main/store/library.ts';
import { methodsHandlers } from '../../../../src/main/studio/handlers/methods.ts';
import { refusalOf } from './support.ts';

const definition = DatasetDefinition.parse({ layout: 'crema-d', name: 'mine', root: '/mine' });

/** What a page has, over the contract's checks, with one data set `mine`. */
function ask(kept: Record<string, unknown> = {}): Client {
  const definitionOf = (id: string): Promise<DatasetDefinition> =>
    id === 'mine' ? Promise.resolve(definition) : Promise.reject(new AppError('data.unknown-set', { id }));
  const handlers = methodsHandlers({
    sets: { definitionOf, list: () => [], get: fail, sharing: fail, trainingOn: fail },
    reading: () => ({ getSettings: () => kept }) as unknown as Library,
  }) as Handlers;
  return createClient({
    call: (name, payload) => toReply(() => answer(handlers, name, payload), console.error),
    on: () => () => undefined,
  });
}
const fail = (): never => {
  throw new Error('not asked for');
};

test('lists every method with its family, formula, source and links', async () => {
  const { methods: cards } = await ask().call('methods.list', {});
  expect(cards.map(({ id }) => id)).toEqual(offeredMethods.map(({ id }) => id));
  expect(cards.map(({ id }) => id)).toContain('text-only');
  expect(cards.find(({ id }) => id === 'ogm-ge')).toMatchObject({
    label: 'OGM-GE',
    family: 'gradients',
    formula: [
      'L = L_fused',
      'ρ_m = Σ p_m / Σ p_other',
      'g_m := g_m·(1 − tanh(α·ρ_m)) where ρ_m > 1',
      'g_m := g_m + ε, ε ~ N(0, std(g_m)²)',
    ],
    source: { code: 'GeWu-Lab/OGM-GE_CVPR2022@343dc1d' },
    links: [
      { id: 'unimodal-scores', may_be_off: false, defaults: { reduce: 'sum' } },
      { id: 'gradient-scaling' },
      { id: 'gradient-noise' },
    ],
  });
});

test('the schema has defaults, bounds, units and descriptions', async () => {
  const { schema } = await ask().call('methods.schema', {});
  expect(schema).toMatchObject({
    properties: {
      training: {
        title: 'Training',
        properties: {
          epochs: {
            type: 'integer',
            minimum: 1,
            maximum: 100_000,
            default: 80,
            unit: 'epochs',
            description: expect.stringMatching(/passes/i) as string,
          },
          optimizer: { oneOf: [{ title: 'SGD' }, { title: 'Adam' }, { title: 'AdamW' }] },
          clipNorm: { anyOf: [{ exclusiveMinimum: 0 }, { type: 'null' }], default: null, advanced: true },
        },
      },
    },
  });
});

test('settings are those of the command line, for every method and preset', async () => {
  const client = ask();
  for (const { id, presets } of methods) {
    for (const preset of ['official', 'quick', ...presets.flatMap((own) => [own.id, `quick,${own.id}`])]) {
      const { config } = await client.call('methods.settings', { method: id, data: 'mine', preset, seed: 3 });
      expect(config).toEqual(runConfigOf({ method: id, data: definition, preset, seed: 3, set: [] }));
    }
  }
});

test('a definition in place of a data set stays as it is under any preset', async () => {
  const { config } = await ask().call('methods.settings', { method: 'joint', data: { definition }, preset: 'quick' });
  expect(config.data).toEqual(definition);
  expect(config.model.width).toBe(16);
});

test.each([
  [{ method: 'sgd', data: 'mine' }, 'method.unknown'],
  [{ method: 'joint', data: 'mine', preset: 'paper' }, 'method.unknown-preset'],
  [{ method: 'joint', data: 'yours' }, 'data.unknown-set'],
  [{ method: 'joint', data: { definition: { layout: 'crema-d' } } }, 'data.definition-invalid'],
])('%j is refused', async (request, code) => {
  expect(await refusalOf(ask().call('methods.settings', request))).toBe(code);
});

test('a check tells what is wrong and where, or gives the whole configuration', async () => {
  const client = ask();
  const { config } = await client.call('methods.settings', { method: 'redreg', data: 'mine' });
  expect(await client.call('methods.check', { config })).toEqual({ issues: [], config });
  const bad = { ...config, training: { ...config.training, epochs: -1 } };
  expect(await client.call('methods.check', { config: bad })).toEqual({
    issues: [{ path: ['training', 'epochs'], code: 'train.bad-setting', message: 'Must be at least 1.' }],
    config: null,
  });
});

test('a new experiment gets the threads that Settings keeps, and all where it keeps none or nonsense', async () => {
  const threadsWith = async (kept: Record<string, unknown>) => {
    const asked = ask(kept).call('methods.settings', { method: 'joint', data: 'mine', preset: 'quick' });
    return (await asked).config.threads;
  };
  expect(await threadsWith({ 'training/threads': 3 })).toBe(3);
  expect(await threadsWith({})).toBeNull();
  expect(await threadsWith({ 'training/threads': 0 })).toBeNull();
  expect(await threadsWith({ 'training/threads': 'many' })).toBeNull();
});

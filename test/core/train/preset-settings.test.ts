import { expect, test } from 'vitest';
import { DatasetDefinition } from '../../../src/core/data/definition.ts';
import { findMethod } from '../../../src/core/methods/index.ts';
import { RunConfig } from '../../../src/core/train/config.ts';
import { presetSettings } from '../../../src/core/train/preset-settings.ts';

const definition = (layout: string): DatasetDefinition => DatasetDefinition.parse({ layout, name: 'set', root: '/set' });
const modelOf = (layout: string, preset: string): RunConfig['model'] =>
  RunConfig.parse(presetSettings(findMethod('joint'), definition(layout), preset)).model;

test('quick takes a small encoder of sequences where the data has sequences, and no other settings of it elsewhere', () => {
  expect(modelOf('mosi', 'quick').sequence).toMatchObject({ layers: 1, feedForward: 256 });
  expect(modelOf('mosi', 'official').sequence).toMatchObject({ layers: 5, feedForward: 2048 });
  expect(modelOf('crema-d', 'quick')).toEqual({ ...modelOf('crema-d', 'official'), width: 16 });
});

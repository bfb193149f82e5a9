import type { DatasetDefinition } from '../data/definition.ts';
import { presetDefinition } from '../data/preset.ts';
import { publishedSetOf } from '../published/match.ts';
import type { Method } from './method.ts';
import { presetOf } from './presets.ts';

/** A run's settings by method, data and preset, before the user's own; what is left out is `RunConfig`'s default. */
export function presetSettings(method: Method, data: DatasetDefinition, presetName: string, seed = 0) {
  const preset = presetOf(presetName, method.id, publishedSetOf(data));
  return {
    method: method.id,
    data: presetDefinition(data, preset.data),
    preset: preset.label,
    seed,
    model: { ...preset.model },
    training: { ...preset.training },
    links: { ...preset.links },
    diagnostics: {},
  };
}

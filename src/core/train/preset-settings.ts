import { type DatasetDefinition, layoutOf } from '../data/definition.ts';
import { presetDefinition } from '../data/preset.ts';
import { publishedSetOf } from '../published/match.ts';
import type { Method } from './method.ts';
import { presetOf } from './presets.ts';

/** A small encoder of sequences for a first look; MultiBench's has five layers of 2048, and an epoch of CMU-MOSI takes many minutes without a GPU. */
const QUICK_SEQUENCE = { kind: 'transformer', dim: null, heads: 5, layers: 1, feedForward: 256, dropout: 0.1 } as const;

const hasSequences = (data: DatasetDefinition): boolean =>
  layoutOf(data)
    .modalities(data)
    .some(({ kind }) => kind === 'sequence');

/** A run's settings by method, data and preset, before the user's own; what is left out is `RunConfig`'s default. */
export function presetSettings(method: Method, data: DatasetDefinition, presetName: string, seed = 0) {
  const preset = presetOf(presetName, method.id, publishedSetOf(data));
  return {
    method: method.id,
    data: presetDefinition(data, preset.data),
    preset: preset.label,
    seed,
    model: { ...(preset.data === 'quick' && hasSequences(data) ? { sequence: QUICK_SEQUENCE } : {}), ...preset.model },
    training: { ...preset.training },
    links: { ...preset.links },
    diagnostics: {},
  };
}

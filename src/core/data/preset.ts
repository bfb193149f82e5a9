import { layoutOf, type DatasetDefinition } from './definition.ts';

export type Preset = 'quick' | 'official';

/**
 * The definition with the data settings of a preset. `official` leaves it as it is: the defaults of a definition are those of the
 * official loader (methods.md 5.1), and what the user wrote otherwise stays. `quick` is the layout's own.
 */
export function presetDefinition(definition: DatasetDefinition, preset: Preset): DatasetDefinition {
  return preset === 'official' ? definition : layoutOf(definition).quick(definition);
}

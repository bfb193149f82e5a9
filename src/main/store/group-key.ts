import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { SequenceSettings } from '../../core/nn/sequence-settings.ts';
import { EarlyStoppingSettings } from '../../core/train/early-stopping.ts';

/** What runs of programs without these settings did. */
const BEFORE: Readonly<Record<string, unknown>> = {
  selectOn: 'validation',
  earlyStopping: EarlyStoppingSettings.parse(undefined),
  sequence: SequenceSettings.parse(undefined),
};

/**
 * What runs that differ only in their seed have in common: a hash of the configuration without it, whatever the order of its keys. How
 * often a run is saved and what is measured besides do not count either, since they change no number. A setting that runs of older programs
 * lack does not count at the value that stands for it, so that they keep their group.
 */
export function groupKey(config: Readonly<Record<string, unknown>>): string {
  const { seed: _, checkpointMinutes: __, diagnostics: ___, ...rest } = config;
  return createHash('sha256').update(JSON.stringify(rest, comparable)).digest('hex').slice(0, 16);
}

function comparable(key: string, value: unknown): unknown {
  if (Object.hasOwn(BEFORE, key) && isDeepStrictEqual(value, BEFORE[key])) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

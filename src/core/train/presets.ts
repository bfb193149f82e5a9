import type { Preset as DataPreset } from '../data/preset.ts';
import { AppError } from '../errors/app-error.ts';
import { findMethod } from '../methods/index.ts';
import type { PublishedSetId } from '../published/published.ts';
import { type ModelSettings, type RunConfig, TrainingSettings } from './config.ts';
import type { Method, MethodPreset } from './method.ts';
import { officialOn } from './official/index.ts';

/** What every method has: its defaults. */
export const OFFICIAL: MethodPreset = {
  id: 'official',
  summary: 'The released code: every link and option at its default, the settings of the official run.',
  links: {},
};

/** A preset's part of a run's settings, before the user's own. */
export interface Preset {
  /** As it is kept with the run: `official`, `quick`, `paper`, `quick,paper`. */
  readonly label: string;
  /** Which data settings go with it. */
  readonly data: DataPreset;
  readonly training: TrainingSettings;
  readonly model: Partial<ModelSettings>;
  readonly links: RunConfig['links'];
}

/** All presets of a method, `official` first. */
export const presetsOf = (method: Method): readonly MethodPreset[] => [OFFICIAL, ...method.presets];

/**
 * `official`: the settings of the method's released script on this data (`official/`; `set`: its published results, null for data
 * that has none). `quick`: a small network and few epochs, the same for all methods, for a
 * first look at the sample set; about a minute on two cores. It clips gradients: where RedReg drops a modality, batch norm over a
 * constant input multiplies that encoder's gradient by up to 1/√ε a layer (the official script has this too, and 80 epochs to recover).
 * A method's own presets set links and model; joined with a comma they go with the quick training: `quick,paper`.
 * Errors: `method.unknown`, `method.unknown-preset`.
 */
export function presetOf(preset: string, methodId: string, set: PublishedSetId | null = null): Preset {
  const method = findMethod(methodId);
  const names = preset.split(',');
  const isQuick = names.includes('quick');
  const own = names.filter((name) => name !== 'quick' && name !== 'official');
  const { links, model } = own.length === 0 ? OFFICIAL : presetNamed(method, own.join(','));
  const official = officialOn(method, set);
  return {
    label: [...(isQuick ? ['quick'] : []), ...own].join(',') || 'official',
    data: isQuick ? 'quick' : 'official',
    training: TrainingSettings.parse(isQuick ? QUICK : official.training),
    model: { ...(isQuick ? { width: 16 } : official.model), ...model },
    links: joined(official.links, links),
  };
}

/** A preset's own options go before the data set's. */
function joined(official: RunConfig['links'], own: RunConfig['links']): RunConfig['links'] {
  const all = { ...official, ...own };
  for (const [link, options] of Object.entries(own)) {
    const before = official[link];
    if (options !== 'off' && before !== undefined && before !== 'off') all[link] = { ...before, ...options };
  }
  return all;
}

const QUICK = {
  epochs: 10,
  batch: 32,
  learningRate: 0.01,
  clipNorm: 1,
  schedule: { kind: 'cosine', warmup: 1, floor: 0 },
};

function presetNamed(method: Method, name: string): MethodPreset {
  const found = method.presets.find(({ id }) => id === name);
  if (found) return found;
  throw new AppError('method.unknown-preset', {
    method: method.id,
    found: name,
    known: ['official', 'quick', ...method.presets.map(({ id }) => id)],
  });
}

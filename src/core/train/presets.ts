import { findMethod } from '../methods/index.ts';
import { type ModelSettings, type RunConfig, TrainingSettings } from './config.ts';

/** A preset's part of a run's settings, before the user's own. */
export interface Preset {
  readonly training: TrainingSettings;
  readonly model: Partial<ModelSettings>;
}

/**
 * `official`: the settings of the method's released script. `quick`: a small network and few epochs, the same for all methods, for a
 * first look at the sample set; about a minute on two cores. It clips gradients: where RedReg drops a modality, batch norm over a
 * constant input multiplies that encoder's gradient by up to 1/√ε a layer (the official script has this too, and 80 epochs to recover).
 */
export function presetOf(preset: RunConfig['preset'], method: string): Preset {
  if (preset === 'official') return { training: TrainingSettings.parse(findMethod(method).official), model: {} };
  return {
    training: TrainingSettings.parse({
      epochs: 10,
      batch: 32,
      learningRate: 0.01,
      clipNorm: 1,
      schedule: { kind: 'cosine', warmup: 1, floor: 0 },
    }),
    model: { width: 16 },
  };
}

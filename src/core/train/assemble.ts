import type { ModalityInfo } from '../data/dataset.ts';
import { AppError } from '../errors/app-error.ts';
import { findMethod } from '../methods/index.ts';
import { lateFusion } from '../nn/late-fusion.ts';
import { chanceOf } from '../tensor/stateless-normal.ts';
import type { RunConfig } from './config.ts';
import { buildChain } from './method.ts';
import type { TrainingRequest } from './training.ts';

/** Everything a run's settings decide, for the data at hand: which modalities, model, chain and chance. */
export function assemble(
  config: RunConfig,
  data: { modalities: readonly ModalityInfo[]; classes: number; trainSamples: number },
): TrainingRequest {
  const method = findMethod(config.method);
  const found = data.modalities.map((m) => m.id);
  if (method.only !== null && !found.includes(method.only))
    throw new AppError('method.needs-modality', { method: method.id, modality: method.only, found });
  const modalities = method.only === null ? data.modalities : data.modalities.filter((m) => m.id === method.only);
  if (method.balances && modalities.length < 2) throw new AppError('method.needs-modalities', { method: method.id, found });
  return {
    model: lateFusion({ modalities, classes: data.classes, settings: config.model, scoring: method.scoring }),
    modalities,
    chain: buildChain(method, config.links),
    settings: config.training,
    chance: chanceOf(config.seed),
    stepsPerEpoch: Math.ceil(data.trainSamples / config.training.batch),
    diagnostics: config.diagnostics,
  };
}

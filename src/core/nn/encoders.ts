import type { ModalityInfo } from '../data/dataset.ts';
import type { ModelSettings } from '../train/config.ts';
import { AppError } from '../errors/app-error.ts';
import type { Encoder } from './encoder.ts';
import { resnet18 } from './resnet18.ts';

/** One line a kind of input. */
const byKind: Partial<Record<ModalityInfo['kind'], (modality: ModalityInfo, settings: ModelSettings) => Encoder>> = {
  spectrogram: (modality, { width }) => resnet18({ owner: modality.id, sample: modality.shape, width }),
  frames: (modality, { width }) => resnet18({ owner: modality.id, sample: modality.shape, width }),
};

/** The encoder that fits a modality's kind of input; `model.no-encoder` where there is none. */
export function encoderFor(modality: ModalityInfo, settings: ModelSettings): Encoder {
  const build = byKind[modality.kind];
  if (!build) throw new AppError('model.no-encoder', { modality: modality.id, kind: modality.kind, known: Object.keys(byKind) });
  return build(modality, settings);
}

import type { ModalityInfo } from '../data/dataset.ts';
import type { ModelSettings } from '../train/config.ts';
import { AppError } from '../errors/app-error.ts';
import type { Encoder } from './encoder.ts';
import { gru } from './gru.ts';
import { resnet18 } from './resnet18.ts';
import { sequenceWidth } from './sequence-settings.ts';
import { transformer } from './transformer.ts';

/** One line a kind of input. */
const byKind: Partial<Record<ModalityInfo['kind'], (modality: ModalityInfo, settings: ModelSettings) => Encoder>> = {
  spectrogram: (modality, { width }) => resnet18({ owner: modality.id, sample: modality.shape, width }),
  frames: (modality, { width }) => resnet18({ owner: modality.id, sample: modality.shape, width }),
  sequence: (modality, { sequence }) => ofSequence(modality, sequence),
};

/** The encoder that fits a modality's kind of input; `model.no-encoder` where there is none. */
export function encoderFor(modality: ModalityInfo, settings: ModelSettings): Encoder {
  const build = byKind[modality.kind];
  if (!build) throw new AppError('model.no-encoder', { modality: modality.id, kind: modality.kind, known: Object.keys(byKind) });
  return build(modality, settings);
}

function ofSequence({ id, shape }: ModalityInfo, settings: ModelSettings['sequence']): Encoder {
  const common = { owner: id, sample: shape, dim: sequenceWidth(settings, shape[1] ?? 1) };
  switch (settings.kind) {
    case 'transformer':
      return transformer({ ...settings, ...common });
    case 'gru':
      return gru(common);
    default:
      return settings satisfies never;
  }
}

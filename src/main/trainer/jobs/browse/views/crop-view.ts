import type { ModalityView } from '../../../../../core/contract/data.ts';
import { decodeWav } from '../../../../../core/data/audio/wav-samples.ts';
import { fileBytes } from '../../../loading/files.ts';
import type { WavCropPlan } from '../../../loading/sources/wav-crop.ts';
import { networkInput } from './network-input.ts';
import { soundOf } from './sound-view.ts';

/** The whole recording to be heard, and the part of it that evaluation takes as a spectrogram. */
export async function cropView(plan: WavCropPlan): Promise<ModalityView | null> {
  const [item] = plan.items;
  if (!item) return null;
  const { samples, rate } = decodeWav(await fileBytes(item.file), item);
  const [bins = 0, frames = 0] = plan.modality.shape;
  return {
    kind: 'spectrogram',
    modality: plan.modality.id,
    values: await networkInput(plan),
    shape: [bins, frames],
    time: 'columns',
    topHertz: plan.settings.rate / 2,
    sound: soundOf(samples, rate, plan.settings.seconds),
  };
}

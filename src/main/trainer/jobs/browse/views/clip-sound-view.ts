import type { ModalityView } from '../../../../../core/contract/data.ts';
import { mediaLibrary } from '../../../loading/media/library.ts';
import type { ClipSpectrogramPlan } from '../../../loading/sources/clip-spectrogram.ts';
import { networkInput } from './network-input.ts';
import { soundOf } from './sound-view.ts';

/** The sound of a clip, as it is and as the network gets it. */
export async function clipSoundView(plan: ClipSpectrogramPlan): Promise<ModalityView | null> {
  const [item] = plan.items;
  if (!item) return null;
  const { clipSamples } = await mediaLibrary();
  const { samples, rate } = clipSamples(item);
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

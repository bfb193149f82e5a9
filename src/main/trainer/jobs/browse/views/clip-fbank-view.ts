import type { ModalityView } from '../../../../../core/contract/data.ts';
import { mediaLibrary } from '../../../loading/media/library.ts';
import type { ClipFbankPlan } from '../../../loading/sources/clip-fbank.ts';
import { networkInput } from './network-input.ts';
import { soundOf } from './sound-view.ts';

/** Windows begin every 10 ms. */
const SHIFT_S = 0.01;

/** The sound of a clip, as it is and as filter bank features. */
export async function clipFbankView(plan: ClipFbankPlan): Promise<ModalityView | null> {
  const [item] = plan.items;
  if (!item) return null;
  const { clipSamples } = await mediaLibrary();
  const { samples, rate } = clipSamples(item);
  const [frames = 0, bins = 0] = plan.modality.shape;
  return {
    kind: 'spectrogram',
    modality: plan.modality.id,
    values: await networkInput(plan),
    shape: [frames, bins],
    time: 'rows',
    sound: soundOf(samples, rate, frames * SHIFT_S, 'silence'),
  };
}

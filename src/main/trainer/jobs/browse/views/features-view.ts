import type { ModalityView } from '../../../../../core/contract/data.ts';
import type { FeaturePlan } from '../../../loading/sources/stored-features.ts';
import { networkInput } from './network-input.ts';

/** Stored features as a spectrogram; there is nothing to hear. */
export async function featuresView(plan: FeaturePlan): Promise<ModalityView> {
  const [rows = 0, columns = 0] = plan.modality.shape;
  const { time } = plan.settings;
  return {
    kind: 'spectrogram',
    modality: plan.modality.id,
    values: await networkInput(plan),
    shape: [rows, columns],
    time,
    sound: null,
  };
}

import type { ModalityView } from '../../../../../core/contract/data.ts';
import { npySequence, type NpySequencePlan } from '../../../loading/sources/npy-sequence.ts';

export async function npySequenceView(plan: NpySequencePlan): Promise<ModalityView | null> {
  const [item] = plan.items;
  if (!item) return null;
  const [steps = 0, features = 0] = plan.modality.shape;
  return {
    kind: 'sequence',
    modality: plan.modality.id,
    values: await npySequence(item, plan),
    shape: [steps, features],
    words: null,
  };
}

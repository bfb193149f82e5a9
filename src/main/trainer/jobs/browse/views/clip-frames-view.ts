import type { ModalityView } from '../../../../../core/contract/data.ts';
import { chosenOfClip, keptFrames, type ClipFramePlan } from '../../../loading/sources/clip-frames.ts';
import { pictures } from './frames-view.ts';
import { EVALUATION, networkInput } from './network-input.ts';

/** The network's frames of a clip, each called by its time. */
export async function clipFramesView(plan: ClipFramePlan): Promise<ModalityView | null> {
  const [item] = plan.items;
  if (!item) return null;
  const frames = await keptFrames(item, plan.settings);
  return {
    kind: 'frames',
    modality: plan.modality.id,
    ...pictures(await networkInput(plan), plan.modality.shape),
    files: chosenOfClip(frames.length, item, plan, EVALUATION).map((frame) => `${(frames[frame]?.time ?? 0).toFixed(2)} s`),
  };
}

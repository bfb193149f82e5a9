import type { ModalityView } from '../../../../../core/contract/data.ts';
import { pixelsOfNormalized } from '../../../../../core/data/image/normalize.ts';
import { chosenFrames, type FramePlan } from '../../../loading/sources/picture-frames.ts';
import { EVALUATION, networkInput } from './network-input.ts';

/** The network's frames [count, height, width, 3] as pictures. */
export function pictures(
  input: Float32Array,
  [count = 0, height = 0, width = 0]: readonly number[],
): Pick<Extract<ModalityView, { kind: 'frames' }>, 'width' | 'height' | 'frames'> {
  const pixels = pixelsOfNormalized(input);
  const each = 3 * height * width;
  return { width, height, frames: Array.from({ length: count }, (_, i) => pixels.slice(i * each, (i + 1) * each)) };
}

export async function framesView(plan: FramePlan): Promise<ModalityView | null> {
  const [item] = plan.items;
  if (!item) return null;
  return {
    kind: 'frames',
    modality: plan.modality.id,
    ...pictures(await networkInput(plan), plan.modality.shape),
    files: chosenFrames(item, plan, EVALUATION).map((frame) => item.files[frame]?.name ?? ''),
  };
}

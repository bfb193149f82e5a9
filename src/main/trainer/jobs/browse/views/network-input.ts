import { sourceOf, type SourcePlan } from '../../../loading/sources/index.ts';

/** As in evaluation, which draws the same for a sample every time. */
export const EVALUATION = { seed: 0, epoch: 0, training: false } as const;

/** The network's input of the plan's one item, made from the files. */
export async function networkInput(plan: SourcePlan): Promise<Float32Array> {
  const [item] = plan.items;
  const input = new Float32Array(plan.modality.shape.reduce((n, size) => n * size, 1));
  if (item) await sourceOf(plan).fill(item, plan, null, EVALUATION, input, 0);
  return input;
}

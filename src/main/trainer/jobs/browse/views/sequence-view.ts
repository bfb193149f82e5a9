import type { ModalityView } from '../../../../../core/contract/data.ts';
import { filledSteps, firstFilled } from '../../../../../core/data/sequence/steps.ts';
import { sequenceOf, type SequencePlan } from '../../../loading/sources/sequence-rows.ts';

/** The marks that BERT puts around a sentence. */
const AROUND = ['[CLS]', '[SEP]'] as const;

/**
 * The word of each step, where words and filled steps are as many, or there are the two marks of BERT besides; else null: parts of words
 * have steps of their own, and which is not told.
 */
export function wordsOfSteps(
  text: string | null,
  values: Float32Array,
  [steps, features]: readonly [number, number],
): string[] | null {
  const words = text?.split(/\s+/).filter((word) => word !== '') ?? [];
  const from = firstFilled(values, features);
  if (words.length === 0 || from < 0) return null;
  const filled = filledSteps(values, features, from);
  const shown = filled === words.length + AROUND.length ? [AROUND[0], ...words, AROUND[1]] : words;
  if (shown.length !== filled) return null;
  return Array.from({ length: steps }, (_, step) => shown[step - from] ?? '');
}

export function sequenceView(plan: SequencePlan): Promise<ModalityView | null> {
  const [item] = plan.items;
  if (!item) return Promise.resolve(null);
  const [steps = 0, features = 0] = plan.modality.shape;
  const values = sequenceOf(plan, item);
  const words = plan.modality.id === 'text' ? wordsOfSteps(item.text, values, [steps, features]) : null;
  return Promise.resolve({ kind: 'sequence', modality: plan.modality.id, values, shape: [steps, features], words });
}

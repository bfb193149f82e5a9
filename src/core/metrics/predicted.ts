import type { PredictedSplit } from '../contract/trainer.ts';
import type { Split } from '../data/dataset.ts';
import { predictedClasses, type Predictions } from './predictions.ts';

/** What was said of each sample of a split, without the logits. */
export type PredictedClasses = Pick<PredictedSplit, 'split' | 'names' | 'labels' | 'predicted'>;

/** Class indices by sample: of the fused logits, and of each modality's own. */
export function predictedOf({ split, names }: Split, { classes, labels, fused, unimodal }: Predictions): PredictedClasses {
  const ways = Object.entries({ fused, ...unimodal });
  return {
    split,
    names,
    labels: Uint16Array.from(labels),
    predicted: Object.fromEntries(ways.map(([way, logits]) => [way, Uint16Array.from(predictedClasses(logits, classes))])),
  };
}

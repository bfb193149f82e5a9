import type { SplitMetrics } from '../contract/trainer.ts';
import { meanAveragePrecision } from './average-precision.ts';
import { accuracyOf, confusionMatrix, macroF1, perClassAccuracy } from './confusion.ts';
import { predictedClasses, type Predictions, probabilities } from './predictions.ts';

/** All figures of one split from the model's logits. */
export function metricsOf({ classes, labels, fused, unimodal }: Predictions): SplitMetrics {
  const confusion = confusionMatrix(labels, predictedClasses(fused, classes), classes);
  const sure = probabilities(fused, classes);
  const own = Object.entries(unimodal).map(
    ([id, logits]) => [id, confusionMatrix(labels, predictedClasses(logits, classes), classes)] as const,
  );
  return {
    n: labels.length,
    loss: labels.reduce((sum, label, i) => sum - Math.log(Math.max(sure[i * classes + label] ?? 0, 1e-300)), 0) / labels.length,
    accuracy: accuracyOf(confusion),
    macroF1: macroF1(confusion),
    map: meanAveragePrecision(sure, labels, classes),
    modalityAccuracy: Object.fromEntries(own.map(([id, counts]) => [id, accuracyOf(counts)])),
    perClassAccuracy: perClassAccuracy(confusion),
    modalityPerClassAccuracy: Object.fromEntries(own.map(([id, counts]) => [id, perClassAccuracy(counts)])),
    confusion,
  };
}

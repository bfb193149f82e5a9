/**
 * Average precision of one class: AP = Σ_n (R_n − R_{n−1}) P_n over the thresholds, samples of equal score taken together.
 * Source: scikit-learn's `average_precision_score`, which the field uses (methods.md 6.2). NaN where no sample is positive.
 */
export function averagePrecision(scores: ArrayLike<number>, positive: ArrayLike<boolean>): number {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const positives = order.filter((i) => positive[i]).length;
  let [found, seen, result] = [0, 0, 0];
  for (let at = 0; at < order.length;) {
    const score = scores[order[at] ?? 0];
    const before = found;
    while (at < order.length && scores[order[at] ?? 0] === score) {
      if (positive[order[at] ?? 0]) found++;
      seen++;
      at++;
    }
    result += ((found - before) / positives) * (found / seen);
  }
  return positives === 0 ? Number.NaN : result;
}

/** Mean of the classes' average precision over the classes that occur. Shapes: probabilities [n · C], labels [n]. */
export function meanAveragePrecision(probabilities: Float64Array, labels: Int32Array, classes: number): number {
  const each = Array.from({ length: classes }, (_, c) => {
    const scores = Float64Array.from({ length: labels.length }, (_, i) => probabilities[i * classes + c] ?? 0);
    return averagePrecision(
      scores,
      Array.from(labels, (label) => label === c),
    );
  }).filter((ap) => !Number.isNaN(ap));
  return each.reduce((a, b) => a + b, 0) / each.length;
}

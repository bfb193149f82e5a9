/** Counts by true class (row) and predicted class (column), [C][C]. */
export function confusionMatrix(labels: Int32Array, predicted: Int32Array, classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (const [i, label] of labels.entries()) {
    const row = counts[label];
    const column = predicted[i] ?? -1;
    if (row && column in row) row[column] = (row[column] ?? 0) + 1;
  }
  return counts;
}

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Share of right answers; NaN without samples. */
export function accuracyOf(confusion: readonly (readonly number[])[]): number {
  return total(confusion.map((row, i) => row[i] ?? 0)) / total(confusion.map(total));
}

/**
 * Share of the most frequent class: the accuracy of saying it of every sample, which any figure has to be seen beside. On CMU-MOSI's test
 * split 0.596 (methods.md 5.5). NaN without samples.
 */
export function majorityRate(confusion: readonly (readonly number[])[]): number {
  const counts = confusion.map(total);
  return Math.max(...counts) / total(counts);
}

/** Share of right answers of each class (recall); NaN where a class has no sample. */
export const perClassAccuracy = (confusion: readonly (readonly number[])[]): number[] =>
  confusion.map((row, i) => (row[i] ?? 0) / total(row));

/**
 * Mean over classes of F1 = 2·TP / (2·TP + FP + FN). A class that neither occurs nor is predicted is left out, as scikit-learn's
 * `f1_score(average='macro')` does over the labels present in either; one that occurs but is never right has F1 0.
 */
export function macroF1(confusion: readonly (readonly number[])[]): number {
  const scores = confusion.flatMap((row, i) => {
    const right = row[i] ?? 0;
    const both = total(row) + total(confusion.map((other) => other[i] ?? 0));
    return both === 0 ? [] : [(2 * right) / both];
  });
  return total(scores) / scores.length;
}

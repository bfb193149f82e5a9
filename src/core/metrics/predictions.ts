/** What a model said of a split: logits row by row, in list order. */
export interface Predictions {
  readonly classes: number;
  readonly labels: Int32Array;
  /** [n · C]. */
  readonly fused: Float32Array;
  /** A modality's own logits, [n · C] each. */
  readonly unimodal: Readonly<Record<string, Float32Array>>;
}

/** Index of the largest logit of each row; the lowest index on ties, as numpy's argmax. */
export function predictedClasses(logits: Float32Array, classes: number): Int32Array {
  const n = logits.length / classes;
  return Int32Array.from({ length: n }, (_, row) => {
    let best = 0;
    for (let c = 1; c < classes; c++) if ((logits[row * classes + c] ?? 0) > (logits[row * classes + best] ?? 0)) best = c;
    return best;
  });
}

/** Row by row: exp(x − max) / Σ exp(x − max), float64. */
export function probabilities(logits: Float32Array, classes: number): Float64Array {
  const result = new Float64Array(logits.length);
  for (let at = 0; at < logits.length; at += classes) {
    const row = logits.subarray(at, at + classes);
    const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
    let total = 0;
    for (const [c, x] of row.entries()) {
      result[at + c] = Math.exp(x - largest);
      total += result[at + c] ?? 0;
    }
    for (let c = 0; c < classes; c++) result[at + c] = (result[at + c] ?? 0) / total;
  }
  return result;
}

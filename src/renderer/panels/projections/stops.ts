/** Steps in ascending order without doubles. */
export function union(lists: readonly ArrayLike<number>[]): Uint32Array {
  const all = Uint32Array.from(new Set(lists.flatMap((list) => Array.from(list)))).sort();
  return all;
}

/** Place of the step nearest to `step` in an ascending list, the earlier of two that are as near; -1 in an empty one. */
export function nearestIndex(steps: ArrayLike<number>, step: number): number {
  let [low, high] = [0, steps.length - 1];
  if (high < 0) return -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  const before = low - 1;
  return before >= 0 && step - (steps[before] ?? 0) <= (steps[low] ?? 0) - step ? before : low;
}

/** Which epoch, from 1, a step belongs to; null where it is not known how long an epoch is. */
export const epochOf = (step: number, stepsPerEpoch: number | null): number | null =>
  stepsPerEpoch === null || stepsPerEpoch <= 0 ? null : Math.max(1, Math.ceil(step / stepsPerEpoch));

/** "step 120, epoch 6" */
export function stepText(step: number, stepsPerEpoch: number | null): string {
  const epoch = epochOf(step, stepsPerEpoch);
  return epoch === null ? `step ${String(step)}` : `step ${String(step)}, epoch ${String(epoch)}`;
}

/** The last steps of epochs, at most `most` of them, evenly thinned. */
export function epochEnds(last: number, stepsPerEpoch: number | null, most: number): readonly { epoch: number; step: number }[] {
  if (stepsPerEpoch === null || stepsPerEpoch <= 0) return [];
  const count = Math.floor(last / stepsPerEpoch);
  const every = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((n) => count / n <= most) ?? count;
  return Array.from({ length: Math.floor(count / every) }, (_, i) => (i + 1) * every).map((epoch) => ({
    epoch,
    step: epoch * stepsPerEpoch,
  }));
}

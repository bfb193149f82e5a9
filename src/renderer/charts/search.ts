/** The first index whose value is at least `wanted` in ascending numbers; their length where all are less. */
export function indexAtOrAfter(ascending: ArrayLike<number>, wanted: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index whose value is nearest to `wanted`; −1 where there is none. The earlier one of two that are equally near. */
export function nearestIndex(ascending: ArrayLike<number>, wanted: number): number {
  const after = indexAtOrAfter(ascending, wanted);
  if (after === 0) return ascending.length === 0 ? -1 : 0;
  if (after === ascending.length) return after - 1;
  return wanted - (ascending[after - 1] ?? 0) <= (ascending[after] ?? 0) - wanted ? after - 1 : after;
}

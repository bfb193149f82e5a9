import { triangleIndex } from '../../src/core/geometry/record.ts';

/** The vectors and inner products of a record, from plain vectors of any one dimension. */
export function recordOf(vectors: Readonly<Record<string, readonly number[]>>): { vectors: string[]; gram: Float64Array } {
  const names = Object.keys(vectors);
  const gram = new Float64Array((names.length * (names.length + 1)) / 2);
  for (const [i, a] of names.entries())
    for (const [j, b] of names.entries())
      if (i <= j)
        gram[triangleIndex(names.length, i, j)] = (vectors[a] ?? []).reduce((sum, x, k) => sum + x * (vectors[b]?.[k] ?? 0), 0);
  return { vectors: names, gram };
}

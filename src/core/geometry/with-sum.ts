import { type GeometryRecord, inner, triangleIndex } from './record.ts';

type Figures = Pick<GeometryRecord, 'vectors' | 'gram'>;

/**
 * A record with one more vector, the sum of some that it has: inner products are linear, so nothing else need be known of it. A record
 * that lacks one of the parts stays as it is.
 */
export function withSum<T extends Figures>(record: T, name: string, parts: readonly string[]): T {
  const { vectors } = record;
  if (parts.some((part) => !vectors.includes(part))) return record;
  const names = [...vectors, name];
  const n = names.length;
  const gram = new Float64Array((n * (n + 1)) / 2);
  const product = (a: string, b: string): number => {
    if (a === name) return parts.reduce((sum, part) => sum + product(part, b), 0);
    if (b === name) return product(b, a);
    return inner(record, a, b);
  };
  for (const [i, a] of names.entries()) for (let j = i; j < n; j++) gram[triangleIndex(n, i, j)] = product(a, names[j] ?? '');
  return { ...record, vectors: names, gram };
}

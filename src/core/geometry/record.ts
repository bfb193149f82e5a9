/** Vectors of an encoder that are always measured, in the order of the Gram matrix. After them the term of each link that acted. */
export const VECTORS = ['joint', 'unimodal', 'total', 'displacement', 'parallel', 'orthogonal', 'applied', 'final'] as const;
export type VectorName = (typeof VECTORS)[number];

/** Vectors that get a sketch, in order. */
export const SKETCHED = ['joint', 'unimodal', 'total', 'orthogonal', 'final'] as const;
export type SketchName = (typeof SKETCHED)[number];

/**
 * The geometry of one encoder's gradients in one step. Every vector has one number per weight of the encoder, all tensors joined.
 *
 * - `joint`: gradient of the fused loss. `unimodal`: of the modality's own loss, weight 1 even where it does not count.
 * - `total`: what the backward pass gave, before any link changed it. `final`: after all links, before clipping.
 * - `displacement`: the weights minus those at the start of the epoch; `parallel` and `orthogonal`, its parts along and across the
 *   total gradient *tensor by tensor*, as RedReg projects, so `parallel` does not lie along `total` as a whole.
 * - `applied`: final − total; `applied/<link>`: what one link added.
 */
export interface GeometryRecord {
  /** Counts from the start of the run, from 1, as the points do. */
  readonly step: number;
  readonly modality: string;
  /** {@link VECTORS}, then `applied/<link>` in the chain's order. */
  readonly vectors: readonly string[];
  /** Inner products of all pairs: the upper triangle of the symmetric matrix, row by row, n(n + 1)/2 numbers. */
  readonly gram: Float64Array;
  /** Cosine of joint and unimodal gradient per stage of the encoder: stem, layer1 … NaN where either is zero. */
  readonly stages: Readonly<Record<string, number>>;
  /** β of RedReg and InfoReg or k of OGM as it was applied to this encoder: 0 of β and 1 of k where nothing was; null where no link applies one. */
  readonly strength: number | null;
  readonly sketches: Readonly<Record<SketchName, Float32Array>>;
}

/** Inner product of two vectors of a record; NaN for a name that it lacks. */
export function inner({ vectors, gram }: Pick<GeometryRecord, 'vectors' | 'gram'>, a: string, b: string): number {
  const [i, j] = [vectors.indexOf(a), vectors.indexOf(b)].sort((x, y) => x - y) as [number, number];
  return i < 0 ? Number.NaN : (gram[triangleIndex(vectors.length, i, j)] ?? Number.NaN);
}

/** Place of (i, j), i ≤ j, in the upper triangle of an n × n matrix written row by row. */
export const triangleIndex = (n: number, i: number, j: number): number => i * n - (i * (i - 1)) / 2 + (j - i);

/** Euclidean length. */
export const normOf = (record: Pick<GeometryRecord, 'vectors' | 'gram'>, name: string): number =>
  Math.sqrt(Math.max(inner(record, name, name), 0));

/** NaN where either vector is zero. */
export const cosineOf = (record: Pick<GeometryRecord, 'vectors' | 'gram'>, a: string, b: string): number =>
  inner(record, a, b) / (normOf(record, a) * normOf(record, b));

/** The figures that are drawn as curves, by series name. */
export function geometrySeries(record: GeometryRecord): Record<string, number> {
  const { modality } = record;
  const all = {
    [`geometry/displacement/${modality}`]: normOf(record, 'displacement'),
    [`geometry/orthogonal-share/${modality}`]: normOf(record, 'orthogonal') / normOf(record, 'displacement'),
    [`geometry/applied/${modality}`]: normOf(record, 'applied'),
    [`geometry/cosine-joint-unimodal/${modality}`]: cosineOf(record, 'joint', 'unimodal'),
    [`geometry/cosine-total-displacement/${modality}`]: cosineOf(record, 'total', 'displacement'),
    [`geometry/cosine-before-after/${modality}`]: cosineOf(record, 'total', 'final'),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => !Number.isNaN(value)));
}

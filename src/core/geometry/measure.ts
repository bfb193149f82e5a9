import { concat, div, mul, reshape, sub, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import type { ParameterInfo, Tensors } from '../nn/parameter.ts';
import { chunkSums, type ChunkSums, flatSlice } from './chunks.ts';
import { type GeometryRecord, SKETCHED, triangleIndex, VECTORS } from './record.ts';
import { BUCKETS, bucketsOf } from './sketch.ts';

/** RedReg's: keeps the projection finite where the gradient is exactly zero. */
const EPSILON = 1e-12;

/** What one link did to the gradients. */
export interface LinkChange {
  readonly link: string;
  readonly before: Tensors;
  readonly after: Tensors;
}

/** One encoder in one step. All tensors are borrowed. */
export interface EncoderStep {
  readonly modality: string;
  readonly parameters: readonly ParameterInfo[];
  /** What the backward pass gave. */
  readonly total: Tensors;
  /**
   * The other gradient, from which joint and unimodal follow, since total = fusedWeight · joint + ownWeight · unimodal:
   * the joint one where the own loss counts, else the unimodal one.
   */
  readonly other: Tensors;
  readonly fusedWeight: number;
  readonly ownWeight: number;
  readonly weights: Tensors;
  readonly epochStart: Tensors;
  readonly changes: readonly LinkChange[];
}

/** The rows that are measured on the device; everything else follows from them. */
interface Rows {
  readonly parameter: ParameterInfo;
  readonly size: number;
  readonly keys: readonly string[];
  readonly sums: readonly ChunkSums[];
}

/** Measures encoders with one readback for all. `signs` is the sign table. */
export function measureGeometry(
  encoders: readonly EncoderStep[],
  signs: Tensor,
): Pick<GeometryRecord, 'modality' | 'vectors' | 'gram' | 'stages' | 'sketches'>[] {
  const measured = encoders.map((encoder) => ({ encoder, rows: encoder.parameters.flatMap((p) => rowsOf(encoder, p, signs)) }));
  const sums = measured.flatMap(({ rows }) => rows.flatMap((row) => row.sums));
  const reader = readerOf(sums.flatMap(({ gram, columns }) => [gram, columns]));
  return measured.map(({ encoder, rows }) => joinRows(encoder, rows, reader));
}

/** Gives the values of one tensor after the other, all read at once. Frees the tensors. */
function readerOf(tensors: readonly Tensor[]): (count: number) => Float32Array {
  if (tensors.length === 0) return () => new Float32Array(0);
  const joined = tidy(() => concat(tensors.map((t) => reshape(t, [t.size]) as Tensor1D)));
  for (const tensor of tensors) tensor.dispose();
  const values = joined.dataSync() as Float32Array;
  joined.dispose();
  let at = 0;
  return (count) => values.subarray(at, (at += count));
}

function rowsOf(encoder: EncoderStep, parameter: ParameterInfo, signs: Tensor): Rows[] {
  const { name } = parameter;
  const { fusedWeight, ownWeight } = encoder;
  const [total, other, weight, start] = [
    encoder.total[name],
    encoder.other[name],
    encoder.weights[name],
    encoder.epochStart[name],
  ];
  if (!total || !weight) return [];
  const keys = ['total'];
  const makers: ((from: number, length: number) => Tensor)[] = [(from, length) => flatSlice(total, from, length)];
  const row = (key: string, maker: (from: number, length: number) => Tensor): void => {
    keys.push(key);
    makers.push(maker);
  };
  if (other && ownWeight !== 0) {
    row('joint', (from, length) => flatSlice(other, from, length));
    row('unimodal', (from, length) => {
      const rest = sub(flatSlice(total, from, length), scaled(flatSlice(other, from, length), fusedWeight));
      return ownWeight === 1 ? rest : div(rest, ownWeight);
    });
  } else {
    if (fusedWeight !== 1) row('joint', (from, length) => div(flatSlice(total, from, length), fusedWeight));
    if (other) row('unimodal', (from, length) => flatSlice(other, from, length));
  }
  if (start) row('displacement', (from, length) => sub(flatSlice(weight, from, length), flatSlice(start, from, length)));
  for (const { link, before, after } of encoder.changes) {
    const [old, now] = [before[name], after[name]];
    if (!old || !now || old === now) continue;
    row(`applied/${link}`, (from, length) => sub(flatSlice(now, from, length), flatSlice(old, from, length)));
  }
  const sums = chunkSums(name, total.size, (from, length) => makers.map((make) => make(from, length)), signs);
  return [{ parameter, size: total.size, keys, sums }];
}

const scaled = (tensor: Tensor, by: number): Tensor => (by === 1 ? tensor : mul(tensor, by));

/** Sums over tensors of what is bilinear (the Gram matrix) and linear (the sketches), with each tensor's own projection. */
function joinRows(
  encoder: EncoderStep,
  rows: readonly Rows[],
  read: (count: number) => Float32Array,
): Pick<GeometryRecord, 'modality' | 'vectors' | 'gram' | 'stages' | 'sketches'> {
  const links = encoder.changes.map(({ link }) => `applied/${link}`).filter((key) => rows.some((row) => row.keys.includes(key)));
  const vectors = [...VECTORS, ...links];
  const n = vectors.length;
  const gram = new Float64Array((n * (n + 1)) / 2);
  const sketches = SKETCHED.map(() => new Float64Array(BUCKETS));
  const stages = new Map<string, [number, number, number]>();
  for (const { parameter, keys, sums } of rows) {
    const own = new Float64Array(keys.length ** 2);
    const perKey = keys.map(() => new Float64Array(BUCKETS));
    for (const { chunk, gram: chunkGram, columns } of sums) {
      const products = read(chunkGram.size);
      for (let i = 0; i < own.length; i++) own[i] = (own[i] ?? 0) + (products[i] ?? 0);
      const width = columns.size / keys.length;
      const buckets = bucketsFor(parameter.name, chunk, width);
      for (const sketch of perKey) {
        const values = read(width);
        for (let column = 0; column < width; column++) {
          const bucket = buckets[column] ?? 0;
          sketch[bucket] = (sketch[bucket] ?? 0) + (values[column] ?? 0);
        }
      }
    }
    const weights = combinations(keys, vectors, own, encoder.fusedWeight);
    const product = (a: readonly number[], b: readonly number[]): number => {
      let result = 0;
      for (const [i, x] of a.entries())
        if (x !== 0) for (const [j, y] of b.entries()) result += x * y * (own[i * keys.length + j] ?? 0);
      return result;
    };
    for (let i = 0; i < n; i++)
      for (let j = i; j < n; j++) {
        const at = triangleIndex(n, i, j);
        gram[at] = (gram[at] ?? 0) + product(weights[i] ?? [], weights[j] ?? []);
      }
    for (const [s, name] of SKETCHED.entries()) {
      const sketch = sketches[s];
      for (const [i, x] of (weights[vectors.indexOf(name)] ?? []).entries())
        if (sketch && x !== 0) for (let b = 0; b < BUCKETS; b++) sketch[b] = (sketch[b] ?? 0) + x * (perKey[i]?.[b] ?? 0);
    }
    const [joint, unimodal] = [weights[0] ?? [], weights[1] ?? []];
    const [ju, jj, uu] = stages.get(parameter.stage) ?? [0, 0, 0];
    stages.set(parameter.stage, [ju + product(joint, unimodal), jj + product(joint, joint), uu + product(unimodal, unimodal)]);
  }
  return {
    modality: encoder.modality,
    vectors,
    gram,
    stages: Object.fromEntries([...stages].map(([stage, [ju, jj, uu]]) => [stage, ju / Math.sqrt(jj * uu)])),
    sketches: Object.fromEntries(
      SKETCHED.map((name, s) => [name, Float32Array.from(sketches[s] ?? [])]),
    ) as GeometryRecord['sketches'],
  };
}

/** Every vector as a combination of the measured rows of one tensor; `own` is the tensor's Gram matrix over these rows. */
function combinations(keys: readonly string[], vectors: readonly string[], own: Float64Array, fusedWeight: number): number[][] {
  const at = (key: string): number => keys.indexOf(key);
  const product = (a: string, b: string): number => (at(a) < 0 || at(b) < 0 ? 0 : (own[at(a) * keys.length + at(b)] ?? 0));
  const along = product('displacement', 'total') / (product('total', 'total') + EPSILON);
  const unit = (wanted: (key: string) => number): number[] => keys.map((key) => wanted(key));
  const of: Record<string, (key: string) => number> = {
    joint: (key) => Number(key === (at('joint') >= 0 || fusedWeight !== 1 ? 'joint' : 'total')),
    parallel: (key) => (key === 'total' ? along : 0),
    orthogonal: (key) => (key === 'displacement' ? 1 : key === 'total' ? -along : 0),
    applied: (key) => Number(key.startsWith('applied/')),
    final: (key) => Number(key === 'total' || key.startsWith('applied/')),
  };
  return vectors.map((name) => unit(of[name] ?? ((key) => Number(key === name))));
}

const cache = new Map<string, Uint8Array>();

/** The buckets of a chunk's columns, made once. */
function bucketsFor(parameter: string, chunk: number, columns: number): Uint8Array {
  const key = `${parameter} ${String(chunk)} ${String(columns)}`;
  let buckets = cache.get(key);
  if (!buckets) cache.set(key, (buckets = bucketsOf(parameter, chunk, columns)));
  return buckets;
}

import '../../support/small-maths.ts';
import { memory, tensor, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chunkSums, flatSlice } from '../../../src/core/geometry/chunks.ts';
import { type EncoderStep, measureGeometry } from '../../../src/core/geometry/measure.ts';
import { cosineOf, geometrySeries, inner, normOf } from '../../../src/core/geometry/record.ts';
import { BUCKETS, bucketsOf, CHUNK, ROW, signOffset, signTable, sketchCosine } from '../../../src/core/geometry/sketch.ts';
import { geometryWish, otherLoss } from '../../../src/core/geometry/wish.ts';
import { normalNumbers } from '../../../src/core/tensor/stateless-normal.ts';
import { parameter } from '../../support/fake-step.ts';

let signs: Tensor;
beforeAll(() => void (signs = signTable()));
afterAll(() => signs.dispose());

const P = parameter('p', 'audio', { shape: [2], stage: 'stem' });
const Q = parameter('q', 'audio', { shape: [2], stage: 'layer1' });
const t = (...values: number[]): Tensor => tensor(values);

/** Two tensors of two numbers whose displacements project differently: p's along = 2, q's along = −1/2. */
const step = (): EncoderStep => ({
  modality: 'audio',
  parameters: [P, Q],
  total: { p: t(1, 0), q: t(0, 2) },
  other: { p: t(0.5, 1), q: t(0, 1) },
  fusedWeight: 1,
  ownWeight: 1,
  weights: { p: t(12, 13), q: t(5, 4) },
  epochStart: { p: t(10, 10), q: t(1, 5) },
  changes: [
    { link: 'first', before: { p: t(1, 0), q: t(0, 2) }, after: { p: t(1, 3), q: t(0, 2) } },
    { link: 'second', before: { p: t(1, 3) }, after: { p: t(0, 3) } },
  ],
});

const measured = (encoder: EncoderStep) => {
  let records: ReturnType<typeof measureGeometry> = [];
  tidy(() => void (records = measureGeometry([encoder], signs)));
  const [record] = records;
  if (!record) throw new Error('nothing was measured');
  return record;
};

describe('measureGeometry', () => {
  it('projects the displacement tensor by tensor', () => {
    const record = measured(step());
    // d = (2, 3 | 4, −1), g = (1, 0 | 0, 2): along = 2 in p, −2/4 in q. Parallel (2, 0 | 0, −1), orthogonal (0, 3 | 4, 0).
    expect(inner(record, 'displacement', 'displacement')).toBeCloseTo(30, 5);
    expect(inner(record, 'parallel', 'parallel')).toBeCloseTo(5, 5);
    expect(normOf(record, 'orthogonal')).toBeCloseTo(5, 5);
    expect(inner(record, 'orthogonal', 'total')).toBeCloseTo(0, 5);
    // Projected as one vector it would be along = 0 and the parallel part nothing: ⟨d, g⟩ = 2 − 2.
    expect(cosineOf(record, 'total', 'displacement')).toBeCloseTo(0, 5);
    expect(inner(record, 'parallel', 'total')).toBeCloseTo(0, 5);
  });

  it('takes the unimodal gradient from the total where the own loss counts', () => {
    const record = measured(step());
    // unimodal = total − joint = (0.5, −1 | 0, 1)
    expect(inner(record, 'unimodal', 'unimodal')).toBeCloseTo(2.25, 5);
    expect(inner(record, 'joint', 'unimodal')).toBeCloseTo(0.25 - 1 + 1, 5);
    // Per stage: p is (0.5, 1)·(0.5, −1) / 1.25, q is (0, 1)·(0, 1).
    expect(record.stages['stem']).toBeCloseTo(-0.75 / 1.25, 5);
    expect(record.stages['layer1']).toBeCloseTo(1, 5);
  });

  it('weighs the losses: total = a · joint + b · unimodal', () => {
    const record = measured({ ...step(), fusedWeight: 2, ownWeight: 4 });
    // p: ((1, 0) − 2 (0.5, 1)) / 4 = (0, −0.5); q: ((0, 2) − 2 (0, 1)) / 4 = 0
    expect(inner(record, 'unimodal', 'unimodal')).toBeCloseTo(0.25, 5);
  });

  it('has total = joint where the own loss does not count, and the other gradient as it is', () => {
    const record = measured({ ...step(), ownWeight: 0 });
    expect(inner(record, 'joint', 'joint')).toBeCloseTo(5, 5);
    expect(cosineOf(record, 'joint', 'total')).toBeCloseTo(1, 6);
    expect(inner(record, 'unimodal', 'unimodal')).toBeCloseTo(2.25, 5);
  });

  it('tells what each link added, their sum and the outcome', () => {
    const record = measured(step());
    expect(record.vectors.slice(8)).toEqual(['applied/first', 'applied/second']);
    // first (0, 3 | 0), second (−1, 0 | 0), together (−1, 3 | 0), final (0, 3 | 0, 2).
    expect(normOf(record, 'applied/first')).toBeCloseTo(3, 5);
    expect(normOf(record, 'applied/second')).toBeCloseTo(1, 5);
    expect(inner(record, 'applied', 'applied')).toBeCloseTo(10, 5);
    expect(inner(record, 'final', 'final')).toBeCloseTo(13, 5);
    expect(inner(record, 'applied/first', 'orthogonal')).toBeCloseTo(9, 5);
  });

  it('leaves the displacement whole where the gradient is zero', () => {
    const record = measured({ ...step(), total: { p: t(0, 0), q: t(0, 0) }, other: {}, ownWeight: 0, changes: [] });
    expect(inner(record, 'orthogonal', 'orthogonal')).toBeCloseTo(30, 5);
    expect(normOf(record, 'parallel')).toBe(0);
    expect(record.stages['stem']).toBeNaN();
    expect(Object.keys(geometrySeries({ ...record, step: 1, strength: null }))).toEqual([
      'geometry/displacement/audio',
      'geometry/orthogonal-share/audio',
      'geometry/applied/audio',
    ]);
  });

  it('leaves no tensor behind', () => {
    const encoder = step();
    const before = memory().numTensors;
    measured(encoder);
    expect(memory().numTensors).toBe(before);
  });
});

describe('the one more backward', () => {
  const losses = (audio: number, video: number) => {
    const value = t(1);
    return { fused: { value, weight: 1 }, audio: { value, weight: audio }, video: { value, weight: video } };
  };
  const plain = (wish: ReturnType<typeof geometryWish>) => Object.fromEntries([...wish].map(([loss, ids]) => [loss, [...ids]]));

  it('is the fused loss where own losses count, else each own loss through its encoder', () => {
    expect(plain(geometryWish(losses(1, 1), ['audio', 'video']))).toEqual({ fused: ['audio', 'video'] });
    expect(plain(geometryWish(losses(0, 0), ['audio', 'video']))).toEqual({ audio: ['audio'], video: ['video'] });
    expect(plain(geometryWish(losses(1, 0), ['audio', 'video']))).toEqual({ fused: ['audio'], video: ['video'] });
    expect(otherLoss(losses(1, 0), 'video')).toBe('video');
  });

  it('is none for a model of one modality', () => {
    expect(plain(geometryWish(losses(0, 0), ['audio']))).toEqual({});
  });
});

describe('sketches', () => {
  /** The sketch by its definition: every element with its sign into its bucket. */
  function byHand(name: string, values: Float32Array): Float64Array {
    const sketch = new Float64Array(BUCKETS);
    const table = signs.dataSync();
    for (let chunk = 0; chunk * CHUNK < values.length; chunk++) {
      const piece = values.subarray(chunk * CHUNK, (chunk + 1) * CHUNK);
      const buckets = bucketsOf(name, chunk, Math.min(piece.length, ROW));
      for (const [place, value] of piece.entries()) {
        const bucket = buckets[place % ROW] ?? 0;
        sketch[bucket] = (sketch[bucket] ?? 0) + value * (table[signOffset(name, chunk) + place] ?? 0);
      }
    }
    return sketch;
  }

  it('are count sketches: each element with its sign in one bucket, in pieces or whole', () => {
    for (const size of [5, ROW + 7, CHUNK + 3 * ROW + 1]) {
      const values = normalNumbers(size, size);
      const x = tensor(values);
      const sketch = new Float64Array(BUCKETS);
      for (const { chunk, gram, columns } of chunkSums('w', size, (at, n) => [flatSlice(x, at, n)], signs)) {
        const sums = columns.dataSync();
        const buckets = bucketsOf('w', chunk, sums.length);
        for (const [c, sum] of sums.entries()) sketch[buckets[c] ?? 0] = (sketch[buckets[c] ?? 0] ?? 0) + sum;
        gram.dispose();
        columns.dispose();
      }
      const hand = byHand('w', values);
      expect(Math.max(...hand.map((v, i) => Math.abs(v - (sketch[i] ?? 0))))).toBeLessThan(1e-2);
      x.dispose();
    }
  });

  it('use signs and buckets evenly, other ones for each parameter and piece', () => {
    const table = signs.dataSync() as Float32Array;
    expect(Math.abs(table.reduce((sum, s) => sum + s, 0) / table.length)).toBeLessThan(0.01);
    expect(new Set(table)).toEqual(new Set([1, -1]));
    const buckets = bucketsOf('a', 0, ROW);
    expect(new Set(buckets).size).toBe(BUCKETS);
    for (const other of [bucketsOf('b', 0, ROW), bucketsOf('a', 1, ROW)])
      expect(buckets.filter((b, i) => b === other[i]).length).toBeLessThan(90);
    expect(signOffset('a', 0)).not.toBe(signOffset('b', 0));
  });

  it('estimate 95 of 100 cosines within 0.15, also where a few channels carry all the energy', () => {
    // A convolution weight [3, 3, 16, 64] whose output channels, and then input channels, have energies from e⁻⁸ to e⁸, or one rank.
    const [ins, outs] = [16, 64];
    const size = 9 * ins * outs;
    const energies = (seed: number, count: number) => normalNumbers(seed, count).map((x) => Math.exp(2 * x));
    const errors: number[] = [];
    for (const [kind, seed] of [
      ['out', 1],
      ['in', 2],
      ['both', 3],
      ['rank one', 4],
    ] as const) {
      const [out, inn] = [energies(seed, outs), energies(seed + 9, ins)];
      const vectors = Array.from({ length: 12 }, (_, v) => {
        const noise = normalNumbers(1000 * seed + v, size);
        const rows = normalNumbers(2000 * seed + v, size / outs);
        const columns = normalNumbers(3000 * seed + v, outs);
        return noise.map((x, i) => {
          const [channel, row] = [i % outs, Math.floor(i / outs)];
          const scale = (kind === 'in' ? 1 : (out[channel] ?? 1)) * (kind === 'out' ? 1 : (inn[row % ins] ?? 1));
          return (kind === 'rank one' ? (rows[row] ?? 0) * (columns[channel] ?? 0) : x) * scale;
        });
      });
      // Besides unrelated vectors, ones that share a part.
      for (let v = 6; v < 12; v++)
        vectors[v] = (vectors[v] as Float32Array).map((x, i) => x + (v / 8) * (vectors[v - 6]?.[i] ?? 0));
      const sketches = vectors.map((vector) => byHand(kind, vector));
      const exact = (a: Float32Array, b: Float32Array): number => {
        const dot = (x: Float32Array, y: Float32Array): number => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
      };
      for (const [i, a] of vectors.entries())
        for (const [j, b] of vectors.entries())
          if (i < j) errors.push(Math.abs(sketchCosine(sketches[i] ?? [], sketches[j] ?? []) - exact(a, b)));
    }
    expect(errors.filter((e) => e <= 0.15).length / errors.length).toBeGreaterThanOrEqual(0.95);
  });

  it('have no cosine with nothing', () => {
    expect(sketchCosine(new Float32Array(BUCKETS), new Float32Array(BUCKETS).fill(1))).toBeNaN();
  });
});

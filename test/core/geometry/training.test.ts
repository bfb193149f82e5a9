import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planeOf } from '../../../src/core/geometry/plane.ts';
import { type GeometryRecord, inner, normOf, SKETCHED } from '../../../src/core/geometry/record.ts';
import { sketchCosine } from '../../../src/core/geometry/sketch.ts';
import type { Chain } from '../../../src/core/train/chain.ts';
import type { Tensors } from '../../../src/core/nn/parameter.ts';
import { type DeviceBatch, Training, type TrainingRequest } from '../../../src/core/train/training.ts';
import { openRuntime } from '../../../src/main/trainer/runtime/open.ts';
import { weightsHash } from '../../../src/main/trainer/weights-hash.ts';
import { disposeBatches, smallBatches, smallRequest } from '../../support/small-training.ts';

let batches: DeviceBatch[] = [];
beforeAll(async () => {
  await openRuntime('cpu');
  batches = smallBatches(3);
});
afterAll(() => disposeBatches(batches));

/** A parameter's vectors of one step as plain numbers, by vector name. */
type Whole = Record<string, Record<string, Float32Array>>;

const numbersOf = (tensors: Tensors): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, Float32Array.from(t.dataSync())]));

/** Runs and keeps, of every step, the full gradients and weights that the diagnostics saw. */
function recorded(request: TrainingRequest, epochs: number): { records: GeometryRecord[]; wholes: Map<number, Whole> } {
  const records: GeometryRecord[] = [];
  const wholes = new Map<number, Whole>();
  let start: Record<string, Float32Array> = {};
  let now: Whole = {};
  const chain: Chain = {
    ...request.chain,
    onGradients(gradients, state, stepOf, observe) {
      const { plainGradients, lossGradients, weights } = stepOf('orthogonal-projection');
      now = { total: numbersOf(plainGradients), weights: numbersOf(weights), start };
      for (const [loss, own] of Object.entries(lossGradients)) now[`loss/${loss}`] = numbersOf(own);
      const next = request.chain.onGradients(gradients, state, stepOf, (link, before, after) => {
        now[`before/${link}`] = numbersOf(before);
        now[`after/${link}`] = numbersOf(after);
        observe?.(link, before, after);
      });
      now['final'] = numbersOf(next.value);
      return next;
    },
  };
  const training = new Training({
    ...request,
    chain,
    onGeometry: (measured) => {
      records.push(...measured);
      for (const { step } of measured) wholes.set(step, now);
    },
  });
  for (let epoch = 0; epoch < epochs; epoch++) {
    start = numbersOf(training.state.weights);
    for (const [step, batch] of batches.entries()) training.step(batch, epoch, step);
    training.endEpoch(epoch);
  }
  training.dispose();
  return { records, wholes };
}

/** The encoder's vectors in float64, computed from the full tensors; projections tensor by tensor. */
function exactVectors(request: TrainingRequest, modality: string, whole: Whole, ownCounts: boolean): Record<string, number[]> {
  const names = request.model.parameters.filter((p) => p.owner === modality && p.part === 'encoder').map((p) => p.name);
  const vectors: Record<string, number[]> = {
    joint: [],
    unimodal: [],
    total: [],
    displacement: [],
    parallel: [],
    orthogonal: [],
    applied: [],
    final: [],
  };
  const push = (vector: string, values: readonly number[]): void => void (vectors[vector] ??= []).push(...values);
  for (const name of names) {
    const of = (key: string): number[] => Array.from(whole[key]?.[name] ?? []);
    const [total, weights, start, final] = [of('total'), of('weights'), of('start'), of('final')];
    const joint = ownCounts ? of('loss/fused') : total;
    const displacement = weights.map((w, i) => w - (start[i] ?? 0));
    const dot = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
    const along = dot(displacement, total) / (dot(total, total) + 1e-12);
    push('total', total);
    push('joint', joint);
    push('unimodal', ownCounts ? total.map((t, i) => t - (joint[i] ?? 0)) : of(`loss/${modality}`));
    push('displacement', displacement);
    push(
      'parallel',
      total.map((t) => along * t),
    );
    push(
      'orthogonal',
      displacement.map((d, i) => d - along * (total[i] ?? 0)),
    );
    push(
      'applied',
      final.map((f, i) => f - (total[i] ?? 0)),
    );
    push('final', final);
    for (const key of Object.keys(whole).filter((k) => k.startsWith('after/'))) {
      const before = of(key.replace('after/', 'before/'));
      push(
        key.replace('after/', 'applied/'),
        of(key).map((x, i) => x - (before[i] ?? 0)),
      );
    }
  }
  return vectors;
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
const length = (a: readonly number[]): number => Math.sqrt(dot(a, a));

/** The plane's coordinates from the whole vectors: Gram-Schmidt in as many dimensions as there are weights. */
function comparePlanes(record: GeometryRecord, exact: Readonly<Record<string, number[]>>): void {
  const plane = planeOf(record);
  const [first, second] = plane.axes.map((name) => exact[name] ?? []) as [number[], number[]];
  const unit = (vector: number[], by = length(vector)): number[] => vector.map((x) => x / by);
  const one = unit(first);
  const along = dot(second, one);
  const rest = second.map((x, i) => x - along * (one[i] ?? 0));
  const two = unit(rest);
  for (const { name, x, y, length: size, outside } of plane.arrows) {
    const vector = exact[name] ?? [];
    const own = length(vector);
    if (own === 0) continue;
    const [exactX, exactY] = [dot(vector, one) / own, dot(vector, two) / own];
    const found = [x / own, y / own, size / own, outside];
    const expected = [exactX, exactY, 1, 1 - exactX ** 2 - exactY ** 2];
    const apart = Math.max(...found.map((value, i) => Math.abs(value - (expected[i] ?? 0))));
    expect(apart, `${name}, ${record.modality}, step ${String(record.step)}: ${String(found)}; ${String(expected)}`).toBeLessThan(
      1e-4,
    );
  }
}

const CASES = [
  ['redreg', true, { 'modality-dropout': 'off', 'co-information-gate': 'off' }],
  ['inforeg', true, {}],
  ['ogm-ge', false, {}],
  ['joint', false, {}],
] as const;

describe.each(CASES)('%s', (method, ownCounts, links) => {
  const request = (): TrainingRequest =>
    smallRequest({ method, links: { ...links }, diagnostics: { geometryEvery: 1 }, learningRate: 0.01 });

  it('has the inner products, plane and sketches of the full gradients', () => {
    const { records, wholes } = recorded(request(), 2);
    expect(records).toHaveLength(12);
    let acted = 0;
    for (const record of records) {
      const exact = exactVectors(request(), record.modality, wholes.get(record.step) ?? {}, ownCounts);
      for (const a of record.vectors)
        for (const b of record.vectors) {
          const bound = 1e-5 * Math.max(length(exact[a] ?? []) * length(exact[b] ?? []), 1e-20);
          expect(Math.abs(inner(record, a, b) - dot(exact[a] ?? [], exact[b] ?? [])), `${a} · ${b}`).toBeLessThanOrEqual(bound);
        }
      comparePlanes(record, exact);
      if (normOf(record, 'applied') > 0) acted++;
    }
    if (method === 'joint') expect(acted).toBe(0);
    else expect(acted).toBeGreaterThan(2);
  });

  it('measures without changing a bit, and keeps no tensor', () => {
    const hash = (every: number, official: boolean): string => {
      const base = tf.memory().numTensors;
      const training = new Training(
        smallRequest({
          method,
          links: { ...links },
          diagnostics: { geometryEvery: every, official, averageGradients: every > 0 ? 'step' : 'off' },
        }),
      );
      const begun = tf.memory().numTensors;
      for (let epoch = 0; epoch < 2; epoch++) {
        for (const [step, batch] of batches.entries()) training.step(batch, epoch, step);
        training.endEpoch(epoch);
      }
      expect(tf.memory().numTensors).toBe(begun);
      const result = weightsHash(training.request.model, training.state);
      training.dispose();
      expect(tf.memory().numTensors).toBe(base);
      return result;
    };
    const off = hash(0, false);
    expect(hash(1, true)).toBe(off);
    expect(hash(2, false)).toBe(off);
  });
});

it('estimates 95 of 100 cosines within 0.15 from sketches, on the gradients of a network that learns', () => {
  const sketches: { exact: Float64Array; sketch: Float32Array }[] = [];
  for (const [method, ownCounts, links] of CASES) {
    const request = smallRequest({
      method,
      links: { ...links },
      diagnostics: { geometryEvery: 3 },
      learningRate: 0.01,
      width: 8,
    });
    const { records, wholes } = recorded(request, 2);
    for (const record of records) {
      const exact = exactVectors(request, record.modality, wholes.get(record.step) ?? {}, ownCounts);
      for (const name of SKETCHED) {
        const vector = exact[name] ?? [];
        const size = length(vector);
        if (size > 0) sketches.push({ exact: Float64Array.from(vector, (x) => x / size), sketch: record.sketches[name] });
      }
    }
  }
  const errors: number[] = [];
  for (const [i, a] of sketches.entries())
    for (const b of sketches.slice(0, i)) {
      if (a.exact.length !== b.exact.length) continue;
      let cosine = 0;
      for (let k = 0; k < a.exact.length; k++) cosine += (a.exact[k] ?? 0) * (b.exact[k] ?? 0);
      errors.push(Math.abs(sketchCosine(a.sketch, b.sketch) - cosine));
    }
  expect(errors.length).toBeGreaterThan(500);
  expect(errors.filter((e) => e <= 0.15).length / errors.length).toBeGreaterThanOrEqual(0.95);
}, 180_000);

import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GeometryRecord, normOf } from '../../../src/core/geometry/record.ts';
import { type DeviceBatch, Training } from '../../../src/core/train/training.ts';
import { openRuntime } from '../../../src/main/trainer/runtime/open.ts';
import { disposeBatches, smallBatches, smallRequest, type SmallRun } from '../../support/small-training.ts';

/** The strength that stands with a step's geometry is the one that was applied, not one that some link would have liked. */
let batches: DeviceBatch[] = [];
beforeAll(async () => {
  await openRuntime('cpu');
  batches = smallBatches(3);
});
afterAll(() => disposeBatches(batches));

function measured(run: SmallRun): GeometryRecord[] {
  const records: GeometryRecord[] = [];
  const request = smallRequest({ ...run, diagnostics: { geometryEvery: 1 }, learningRate: 0.01 });
  const training = new Training({ ...request, onGeometry: (found) => void records.push(...found) });
  for (let epoch = 0; epoch < 2; epoch++) {
    for (const [step, batch] of batches.entries()) training.step(batch, epoch, step);
    training.endEpoch(epoch);
  }
  training.dispose();
  return records;
}

it('is 1 of OGM outside the epochs of modulation', () => {
  const records = measured({ method: 'ogm', links: { 'gradient-scaling': { start: 1, end: 1 } } });
  expect(records.filter(({ step }) => step <= 3).map(({ strength }) => strength)).toEqual([1, 1, 1, 1, 1, 1]);
  const later = records.filter(({ step }) => step > 3);
  for (const record of later) expect((record.strength ?? 0) < 1).toBe(normOf(record, 'applied') > 0);
  expect(later.some(({ strength }) => (strength ?? 1) < 1)).toBe(true);
});

it('is none where the link that would apply it is off', () => {
  const pull = measured({ method: 'inforeg', links: { 'proximal-pull': 'off' } });
  expect(new Set(pull.map(({ strength }) => strength))).toEqual(new Set([null]));
  const projection = measured({ method: 'redreg', links: { 'orthogonal-projection': 'off' } });
  expect(new Set(projection.map(({ strength }) => strength))).toEqual(new Set([null]));
});

it('is no more than the whole of the component where the gradient is projected', () => {
  const records = measured({
    method: 'redreg',
    links: {
      'redundancy-monitor': { threshold: null, probeEvery: 0 },
      'co-information-gate': 'off',
      'orthogonal-projection': { term: 'gradient', projectOn: 'joint', projectScope: 'encoder' },
    },
  });
  const strengths = records.map(({ strength }) => strength ?? Number.NaN);
  // β = exp(…) is at least 1, so the cap is what was applied wherever anything was.
  expect(new Set(strengths)).toEqual(new Set([0, 1]));
});

it('is the multiple of the displacement that was added', () => {
  for (const record of measured({ method: 'inforeg' })) {
    if (normOf(record, 'displacement') === 0) continue;
    expect(normOf(record, 'applied') / normOf(record, 'displacement')).toBeCloseTo(record.strength ?? Number.NaN, 4);
  }
});

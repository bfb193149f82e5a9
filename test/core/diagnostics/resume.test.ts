import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, expect, it } from 'vitest';
import { packCheckpoint, unpackCheckpoint } from '../../../src/core/train/checkpoint.ts';
import { decodeSafetensors, encodeSafetensors } from '../../../src/core/train/safetensors.ts';
import { Training, type TrainingState } from '../../../src/core/train/training.ts';
import type { GeometryRecord } from '../../../src/core/geometry/record.ts';
import { openRuntime } from '../../../src/main/trainer/runtime/open.ts';
import { disposeBatches, smallBatches, smallRequest } from '../../support/small-training.ts';

beforeAll(async () => void (await openRuntime('cpu')));

it('a run resumed in mid-epoch has the figures and the geometry of one that never stopped', () => {
  const batches = smallBatches(3);
  const request = smallRequest({ method: 'redreg', diagnostics: { geometryEvery: 1, official: true } });
  const goOn = (from: number, state?: TrainingState) => {
    const records: GeometryRecord[] = [];
    const training = new Training({ ...request, onGeometry: (more) => records.push(...more) }, state);
    for (const [step, batch] of batches.entries()) if (step >= from) training.step(batch, 0, step);
    return { training, records };
  };
  const whole = goOn(0);
  const half = new Training(request);
  for (const [step, batch] of batches.slice(0, 2).entries()) half.step(batch, 0, step);
  const parts = encodeSafetensors(packCheckpoint(half.state, { epoch: 0, step: 2 }, {}));
  const contents = decodeSafetensors(Buffer.concat([...parts]), 'memory');
  half.dispose();
  const resumed = goOn(2, unpackCheckpoint(contents, request.model, 'memory').state);
  expect(resumed.records).toHaveLength(2);
  expect(resumed.records).toEqual(whole.records.slice(-2));
  const figures = whole.training.endEpoch(0);
  expect(Object.keys(figures)).toContain('FIM_Trace');
  expect(resumed.training.endEpoch(0)).toEqual(figures);
  for (const { training } of [whole, resumed]) training.dispose();
  disposeBatches(batches);
});

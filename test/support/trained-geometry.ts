import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import type { GeometryRecord } from '../../src/core/geometry/record.ts';
import { Training } from '../../src/core/train/training.ts';
import { openRuntime } from '../../src/main/trainer/runtime/open.ts';
import { disposeBatches, smallBatches, smallRequest } from './small-training.ts';

export const GEOMETRY_STEPS_AN_EPOCH = 3;

/** The geometry of every step of a few epochs of a real, small training. */
export async function trainedGeometry(method: string, epochs = 3): Promise<GeometryRecord[]> {
  await openRuntime('cpu');
  const found: GeometryRecord[] = [];
  const request = smallRequest({
    method,
    diagnostics: { geometryEvery: 1 },
    learningRate: 0.01,
    stepsPerEpoch: GEOMETRY_STEPS_AN_EPOCH,
  });
  const training = new Training({ ...request, onGeometry: (measured) => void found.push(...measured) });
  const batches = smallBatches(GEOMETRY_STEPS_AN_EPOCH);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const [step, batch] of batches.entries()) training.step(batch, epoch, step);
    training.endEpoch(epoch);
  }
  disposeBatches(batches);
  training.dispose();
  return found;
}

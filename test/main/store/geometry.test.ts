import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, expect, test } from 'vitest';
import { planeOf } from '../../../src/core/geometry/plane.ts';
import { type GeometryRecord, SKETCHED } from '../../../src/core/geometry/record.ts';
import { Training } from '../../../src/core/train/training.ts';
import { recordRun } from '../../../src/main/studio/recorder.ts';
import { openRuntime } from '../../../src/main/trainer/runtime/open.ts';
import { disposeBatches, smallBatches, smallRequest } from '../../support/small-training.ts';
import { config, newLibrary } from './support.ts';

beforeAll(async () => void (await openRuntime('cpu')));

/** The geometry of a few real steps. */
function measured(): GeometryRecord[] {
  const records: GeometryRecord[] = [];
  const links = { 'modality-dropout': 'off', 'co-information-gate': 'off' } as const;
  const request = smallRequest({ method: 'redreg', links, diagnostics: { geometryEvery: 1 }, learningRate: 0.01 });
  const training = new Training({ ...request, onGeometry: (more) => records.push(...more) });
  const batches = smallBatches(3);
  for (const [step, batch] of batches.entries()) training.step(batch, 0, step);
  disposeBatches(batches);
  training.dispose();
  return records;
}

test('what was measured comes back as it was, drawn on the same plane', () => {
  const before = tf.memory().numTensors;
  const records = measured();
  expect(tf.memory().numTensors).toBe(before);
  const library = newLibrary();
  const run = library.createRun({ config: config() });
  library.addGeometry(run, records);
  const stored = library.listGeometry(run);
  expect(stored).toEqual(records);
  expect(stored.map(planeOf)).toEqual(records.map(planeOf));
  expect(stored.map(({ step, modality }) => `${String(step)} ${modality}`)).toEqual([
    '1 audio',
    '1 video',
    '2 audio',
    '2 video',
    '3 audio',
    '3 video',
  ]);
});

const made = (step: number, modality = 'audio'): GeometryRecord => ({
  ...{ step, modality, strength: null, vectors: ['joint'], gram: Float64Array.of(step / 3), stages: { stem: NaN } },
  sketches: Object.fromEntries(SKETCHED.map((name, i) => [name, new Float32Array(256).fill(i)])) as GeometryRecord['sketches'],
});

test('steps can be chosen and thinned; a step measured again takes the old one’s place', () => {
  const library = newLibrary();
  const run = library.createRun({ config: config() });
  library.addGeometry(
    run,
    [10, 20, 30, 40, 50].flatMap((step) => [made(step), made(step, 'video')]),
  );
  const steps = (choice: { step?: number; every?: number }): string[] =>
    library.listGeometry(run, choice).map((r) => `${String(r.step)}${r.modality.charAt(0)}`);
  expect(steps({ step: 20 })).toEqual(['20a', '20v']);
  expect(steps({ every: 2 })).toEqual(['10a', '10v', '30a', '30v', '50a', '50v']);
  expect(steps({ step: 25 })).toEqual([]);
  library.addGeometry(run, [{ ...made(10), strength: 1.25 }]);
  expect(library.listGeometry(run, { step: 10 }).map((r) => r.strength)).toEqual([1.25, null]);
});

test('it goes with the run, and what a resumed run measures again goes before', () => {
  const library = newLibrary();
  const [run, other] = [library.createRun({ config: config() }), library.createRun({ config: config({ seed: 1 }) })];
  for (const id of [run, other]) library.addGeometry(id, [made(10), made(20), made(30)]);
  library.truncateRun(run, { step: 20, epochs: 1 });
  expect(library.listGeometry(run).map((r) => r.step)).toEqual([10, 20]);
  library.deleteRun(run);
  expect(library.listGeometry(other)).toHaveLength(3);
  expect(() => library.listGeometry(run)).toThrow();
});

test('the recorder keeps it, and what is measured does not part seeds of one experiment', () => {
  const library = newLibrary();
  const run = library.createRun({ config: config() });
  const recorder = recordRun({ library, run, onFault: () => undefined });
  recorder.receive({ type: 'geometry', records: [made(10)] });
  recorder.flush();
  expect(library.listGeometry(run)).toEqual([made(10)]);
  const unmeasured = config({ seed: 3 });
  const twin = library.createRun({ config: { ...unmeasured, diagnostics: { ...unmeasured.diagnostics, geometryEvery: 0 } } });
  expect(library.getRun(twin).groupKey).toBe(library.getRun(run).groupKey);
});

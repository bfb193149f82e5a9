import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CheckpointPosition, packCheckpoint, unpackCheckpoint } from '../../../src/core/train/checkpoint.ts';
import { type LoopEnd, trainLoop, type Wish } from '../../../src/core/train/loop.ts';
import { decodeSafetensors, encodeSafetensors } from '../../../src/core/train/safetensors.ts';
import { Training } from '../../../src/core/train/training.ts';
import { openRuntime } from '../../../src/main/trainer/runtime/open.ts';
import { weightsHash } from '../../../src/main/trainer/weights-hash.ts';
import { sequenceRequest, SEQUENCES, sequenceSet } from '../../support/sequence-set.ts';

/** The real loop with early stopping, on made-up sequences: three steps an epoch. */

beforeAll(async () => {
  await openRuntime('cpu', { threads: 1 });
});

const data = sequenceSet();
const EPOCHS = 8;
/** Two of the three, one layer: quick. */
const SMALL = {
  modalities: SEQUENCES.slice(0, 2),
  model: { sequence: { kind: 'transformer', heads: 2, layers: 1, feedForward: 8 } },
};

interface Ran {
  readonly end: LoopEnd;
  readonly hash: string;
  readonly notes: readonly string[];
  readonly accuracies: readonly number[];
  readonly best: readonly (CheckpointPosition['best'] | undefined)[];
  readonly file: Buffer;
}

/** `pauseAt`: at which of its questions the loop is told to pause. */
async function run(earlyStopping: object, pauseAt: number | null = null, from?: Buffer): Promise<Ran> {
  const request = sequenceRequest({ ...SMALL, method: 'joint', training: { epochs: EPOCHS, learningRate: 0.1, earlyStopping } });
  const contents = from && unpackCheckpoint(decodeSafetensors(from, 'memory'), request.model, 'memory');
  const training = new Training(request, contents?.state);
  const [notes, accuracies, best]: [string[], number[], (CheckpointPosition['best'] | undefined)[]] = [[], [], []];
  let file = Buffer.alloc(0);
  let asked = 0;
  let wish: Wish = 'go on';
  const host = {
    now: () => 0,
    wish: () => Promise.resolve((wish = asked++ === pauseAt ? 'pause' : wish)),
    points: (_step: number, values: Readonly<Record<string, number>>) =>
      void accuracies.push(...('validation/accuracy' in values ? [values['validation/accuracy']] : [])),
    progress: () => undefined,
    note: (text: string) => void notes.push(text),
    metrics: () => undefined,
    isSaveDue: () => false,
    save(kind: string, position: CheckpointPosition) {
      if (kind === 'best') best.push(position.best);
      file = Buffer.concat(encodeSafetensors(packCheckpoint(training.state, position, {})));
      return Promise.resolve(true);
    },
  };
  const end = await trainLoop(training, data, host, 3, contents?.position);
  const hash = weightsHash(request.model, training.state);
  training.dispose();
  return { end, hash, notes, accuracies, best, file };
}

/** The epoch after which a run with these validation accuracies ends, counted afresh: `patience` epochs in a row that do not pass the best. */
function endOf(accuracies: readonly number[], patience: number): number {
  const isLate = (epoch: number): boolean => {
    const first = accuracies.indexOf(Math.max(...accuracies.slice(0, epoch))) + 1;
    return epoch - first >= patience;
  };
  const found = accuracies.findIndex((_, i) => isLate(i + 1)) + 1;
  return found === 0 ? accuracies.length : found;
}

describe('early stopping', () => {
  test('ends the run after the epochs of patience, says so, and keeps the best checkpoint', async () => {
    const whole = await run({ kind: 'off' });
    expect(whole.accuracies).toHaveLength(EPOCHS);
    const patience = [1, 2, 3].find((epochs) => endOf(whole.accuracies, epochs) < EPOCHS - 1) ?? 0;
    const expected = endOf(whole.accuracies, patience);
    const early = await run({ kind: 'patience', patience });
    expect(early.end).toMatchObject({ ended: 'done', epochs: expected, step: 3 * expected, isEarly: true });
    expect(early.accuracies).toEqual(whole.accuracies.slice(0, expected));
    expect(early.notes).toHaveLength(1);
    expect(early.notes[0]).toContain(`Stopped early after epoch ${String(expected)}:`);
    const highest = Math.max(...early.accuracies);
    expect(early.end.bestEpoch).toBe(early.accuracies.indexOf(highest) + 1);
    expect(early.best.at(-1)).toEqual({ epoch: early.end.bestEpoch, accuracy: highest });
    expect(whole).toMatchObject({ notes: [], end: { isEarly: false, epochs: EPOCHS } });
  });

  test('paused at any point, it ends where it would have ended', async () => {
    const patience = { kind: 'patience', patience: 1 };
    const whole = await run(patience);
    expect(whole.end.isEarly).toBe(true);
    // An epoch asks 3 + 1 + 2 times; every third moment, up to the last measuring.
    for (let at = 1; at < 6 * whole.end.epochs + 6; at += 3) {
      const first = await run(patience, at);
      if (first.end.ended === 'done') continue;
      const second = await run(patience, null, first.file);
      expect([second.hash, second.end], `pause at ${String(at)}`).toEqual([whole.hash, whole.end]);
      expect([...first.accuracies, ...second.accuracies]).toEqual(whole.accuracies);
    }
  });

  test('in its last epoch a run is whole, however long it has waited', async () => {
    const { end, notes } = await run({ kind: 'patience', patience: 1, minimumGain: 1 });
    // Nothing gains more than 1, so the second epoch ends it; patience of EPOCHS − 1 would be reached in the last.
    expect(end).toMatchObject({ epochs: 2, isEarly: true });
    const last = await run({ kind: 'patience', patience: EPOCHS - 1, minimumGain: 1 });
    expect(last.end).toMatchObject({ epochs: EPOCHS, isEarly: false });
    expect([notes.length, last.notes.length]).toEqual([1, 0]);
  });
});

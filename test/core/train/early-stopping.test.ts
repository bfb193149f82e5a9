import { describe, expect, test } from 'vitest';
import {
  EarlyStoppingSettings,
  epochsSpared,
  hasRunOut,
  runOutText,
  type Waiting,
  waitOn,
} from '../../../src/core/train/early-stopping.ts';

const patience = (epochs: number, minimumGain = 0): EarlyStoppingSettings =>
  EarlyStoppingSettings.parse({ kind: 'patience', patience: epochs, minimumGain });

/** What is waited for after each epoch, and the epoch after which the run ends (null: never). */
function follow(settings: EarlyStoppingSettings, accuracies: readonly number[]) {
  const history: (Waiting | null)[] = [];
  let waiting: Waiting | null = null;
  for (const [i, accuracy] of accuracies.entries()) {
    waiting = waitOn(settings, waiting, i + 1, accuracy);
    history.push(waiting);
    if (hasRunOut(settings, waiting)) return { history, endsAfter: i + 1 };
  }
  return { history, endsAfter: null };
}

describe('early stopping', () => {
  test('by hand: .5 .6 .6 .55 .58 with a patience of three ends after epoch 5', () => {
    const { history, endsAfter } = follow(patience(3), [0.5, 0.6, 0.6, 0.55, 0.58, 0.9]);
    expect(history).toEqual([
      { accuracy: 0.5, epoch: 1, waited: 0 },
      { accuracy: 0.6, epoch: 2, waited: 0 },
      { accuracy: 0.6, epoch: 2, waited: 1 }, // as good is no gain
      { accuracy: 0.6, epoch: 2, waited: 2 },
      { accuracy: 0.6, epoch: 2, waited: 3 },
    ]);
    expect(endsAfter).toBe(5);
  });

  test('a gain has to be more than the least; a slow rise counts once it has added up', () => {
    // .50 stays what is beaten: .53 and .55 are not more than .05 above it, .56 is.
    const { history } = follow(patience(9, 0.05), [0.5, 0.53, 0.55, 0.56, 0.6]);
    expect(history.map((waiting) => [waiting?.accuracy, waiting?.waited])).toEqual([
      [0.5, 0],
      [0.5, 1],
      [0.5, 2],
      [0.56, 0],
      [0.56, 1],
    ]);
  });

  test('a patience of one ends with the first epoch that is no better; a rising run never ends', () => {
    expect(follow(patience(1), [0.5, 0.5, 0.9]).endsAfter).toBe(2);
    expect(follow(patience(1), [0.1, 0.2, 0.3, 0.4]).endsAfter).toBeNull();
  });

  test('off: nothing is waited for, whatever was', () => {
    const off = EarlyStoppingSettings.parse(undefined);
    expect(off).toEqual({ kind: 'off' });
    expect(waitOn(off, { accuracy: 0.5, epoch: 1, waited: 99 }, 2, 0.1)).toBeNull();
    expect(hasRunOut(off, { accuracy: 0.5, epoch: 1, waited: 99 })).toBe(false);
  });

  test('says why, with both epochs', () => {
    expect(runOutText({ accuracy: 0.6125, epoch: 2, waited: 3 })).toBe(
      'Stopped early after epoch 5: validation accuracy has not risen enough since epoch 2 (0.613), 3 epochs ago.',
    );
  });
});

describe('epochsSpared', () => {
  const run = (epochs: number, earlyStopping: unknown, status = 'finished') => ({
    status,
    epochs,
    config: { training: { epochs: 10, earlyStopping } },
  });
  test.each([
    ['ended early', run(4, { kind: 'patience', patience: 2 }), { of: 10 }],
    ['ran to its end', run(10, { kind: 'patience', patience: 2 }), null],
    ['stopped by hand', run(4, { kind: 'patience', patience: 2 }, 'stopped'), null],
    ['without early stopping', run(4, { kind: 'off' }), null],
    ['of an older program', run(4, undefined), null],
  ])('%s', (_name, of, expected) => expect(epochsSpared(of)).toEqual(expected));
});

import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { disposeState, replaceState, tensorsIn } from '../../../src/core/train/ownership.ts';

test('finds every tensor of a state once, however deep', () => {
  const [a, b] = [tf.scalar(1), tf.scalar(2)];
  const found = tensorsIn({ a, again: a, list: [1, 'text', null, { b }], nothing: undefined });
  expect([...found]).toEqual([a, b]);
  disposeState({ a, b });
});

test('what is new outlives the tidy, what is gone is freed, what is in both stays', () => {
  const before = { kept: tf.scalar(1), old: tf.scalar(2) };
  const count = tf.memory().numTensors;
  let after: { kept: tf.Tensor; fresh: tf.Tensor } | undefined;
  tf.tidy(() => {
    tf.square(before.kept);
    after = replaceState(before as never, { kept: before.kept, fresh: tf.square(before.old) });
  });
  expect(before.old.isDisposed).toBe(true);
  expect(after?.kept.isDisposed).toBe(false);
  expect(after?.fresh.dataSync()[0]).toBe(4);
  expect(tf.memory().numTensors).toBe(count);
  disposeState(after);
  expect(tf.memory().numTensors).toBe(count - 2);
});

test('the same state again changes nothing, and freeing twice is harmless', () => {
  const state = { a: tf.scalar(1) };
  expect(replaceState(state, state)).toBe(state);
  expect(state.a.isDisposed).toBe(false);
  disposeState(state);
  disposeState(state);
  expect(state.a.isDisposed).toBe(true);
});

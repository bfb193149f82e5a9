import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { fakeStep } from '../../support/fake-step.ts';
import { chain } from '../../../src/core/train/chain.ts';
import type { Link, Phase } from '../../../src/core/train/link.ts';

const provider = (phase: Phase, id = 'provider'): Link => ({ id, provides: { suppression: phase }, init: () => null });
const reader = (phase: Phase, id = 'reader'): Link => ({ id, needs: { suppression: phase }, init: () => null });

describe('the check when a chain is built', () => {
  test('refuses a signal that nothing provides, and names who could', () => {
    const known = [provider('losses', 'redundancy-monitor'), provider('losses', 'information-gap')];
    const build = (): unknown => chain('mine', [reader('gradients')], known);
    expect(build).toThrow(
      expect.objectContaining({
        code: 'chain.missing-signal',
        params: {
          chain: 'mine',
          link: 'reader',
          signal: 'suppression',
          providers: ['redundancy-monitor', 'information-gap'],
        },
      }),
    );
  });

  test.each([
    ['an earlier phase, whatever the order', [reader('gradients'), provider('losses')], true],
    ['the same phase, earlier in the chain', [provider('losses'), reader('losses')], true],
    ['the same phase, later in the chain', [reader('losses'), provider('losses')], false],
    ['a later phase, earlier in the chain', [provider('gradients'), reader('losses')], false],
  ] as const)('a signal of %s: %#', (_what, links, allowed) => {
    const build = (): unknown => chain('mine', links);
    if (allowed) expect(build).not.toThrow();
    else expect(build).toThrow(expect.objectContaining({ code: 'chain.missing-signal' }));
  });

  test('refuses a link that stands twice', () => {
    expect(() => chain('mine', [provider('losses'), provider('losses')])).toThrow(
      expect.objectContaining({ code: 'chain.duplicate-link', params: { chain: 'mine', link: 'provider' } }),
    );
  });

  test('takes a chain without links', () => {
    expect(chain('none', []).init({ parameters: [], weights: {}, modalities: [] })).toEqual({});
  });
});

describe('a chain at work', () => {
  const adding = (id: string, by: number): Link<number> => ({
    id,
    init: () => 0,
    onGradients: ({ w }, count) => ({ value: w ? { w: tf.mul(tf.add(w, by), 2) } : {}, state: count + 1 }),
    onEpochEnd: (weights, count) => ({ value: weights, state: count * 10 }),
  });
  const silent: Link = { id: 'silent', init: () => 'kept' };
  const links = [adding('one', 1), silent, adding('two', 10)] as Link[];
  const built = chain('mine', links);
  const start = built.init({ parameters: [], weights: {}, modalities: [] });

  test('hands value and state from link to link in order, each with its own step', () => {
    const called: string[] = [];
    const { value, state } = built.onGradients({ w: tf.scalar(3) }, start, (link) => {
      called.push(link);
      return fakeStep().step;
    });
    // ((3 + 1) · 2 + 10) · 2
    expect(value['w']?.dataSync()[0]).toBe(36);
    expect(state).toEqual({ one: 1, silent: 'kept', two: 1 });
    expect(called).toEqual(['one', 'two']);
    expect(start).toEqual({ one: 0, silent: 'kept', two: 0 });
  });

  test('gives back what it got in a phase in which no link acts', () => {
    const inputs = { audio: tf.scalar(1) };
    const next = built.onInputs(inputs, start, () => fakeStep().step);
    expect(next.value).toBe(inputs);
    expect(next.state).toBe(start);
  });

  test('ends an epoch link by link', () => {
    const end = { epoch: 0, epochs: 1, parameters: [], report: () => undefined };
    expect(built.onEpochEnd({}, { one: 1, silent: 'kept', two: 2 }, () => end).state).toEqual({
      one: 10,
      silent: 'kept',
      two: 20,
    });
  });

  test('gathers which losses’ own gradients links want, and of which encoders', () => {
    const wanted = (...links: Link[]): unknown => {
      const found = chain('mine', links).lossGradients(() => fakeStep().step);
      return Object.fromEntries([...found].map(([loss, modalities]) => [loss, [...modalities]]));
    };
    expect(wanted(silent)).toEqual({});
    const wanting = (id: string, modalities: readonly string[]): Link => ({
      ...silent,
      id,
      lossGradients: () => [{ loss: 'fused', modalities }],
    });
    expect(wanted(wanting('a', ['audio']), wanting('b', ['video', 'audio']))).toEqual({ fused: ['audio', 'video'] });
  });
});

import { describe, expect, test } from 'vitest';
import { fakeStep } from '../../support/fake-step.ts';
import '../../support/small-maths.ts';
import { informationGap } from '../../../src/core/links/information-gap.ts';

const link = informationGap.create(informationGap.options.parse({}));

const suppression = (audio: number, video: number, open?: boolean): Readonly<Record<string, number>> | undefined => {
  const { step, signals } = fakeStep(
    {},
    { trueProbability: { audio, video }, ...(open === undefined ? {} : { learningWindow: { audio: open, video: open } }) },
  );
  link.onLosses?.({}, null, step);
  return signals.suppression;
};

describe('information-gap', () => {
  test('holds audio back with 0.95 · exp(tanh gap) (by hand)', () => {
    // tanh 0.5 = 0.462117; e^0.462117 = 1.587431; · 0.95 = 1.508059
    const found = suppression(30.5, 30);
    expect(found?.['audio']).toBeCloseTo(1.508059, 5);
    expect(found?.['video']).toBe(0);
  });

  test('holds video back with 0.1 · exp(tanh gap), which saturates at sums over a batch', () => {
    // tanh 20 = 1: 0.1 · e = 0.271828
    const found = suppression(20, 40);
    expect(found?.['audio']).toBe(0);
    expect(found?.['video']).toBeCloseTo(0.271828, 6);
  });

  test('holds nobody back on a tie, nor outside the window', () => {
    expect(suppression(30, 30)).toEqual({ audio: 0, video: 0 });
    expect(suppression(30.5, 30, false)).toEqual({ audio: 0, video: 0 });
    expect(suppression(30.5, 30, true)?.['audio']).toBeGreaterThan(0);
  });
});

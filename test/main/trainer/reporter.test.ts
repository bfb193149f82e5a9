import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FromTrainer } from '../../../src/core/contract/trainer.ts';
import { Reporter } from '../../../src/main/trainer/reporter.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

function reporting() {
  const posted: FromTrainer[] = [];
  return { posted, reporter: new Reporter((message) => posted.push(message)) };
}

test('fast steps are posted ten times a second, in order and without a loss', () => {
  const { posted, reporter } = reporting();
  for (let step = 1; step <= 200; step++) {
    reporter.points(step, { loss: step });
    vi.advanceTimersByTime(5);
  }
  vi.advanceTimersByTime(200);
  const steps = posted.flatMap((message) => (message.type === 'points' ? (message.series['loss']?.steps ?? []) : []));
  expect(steps).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  expect(posted.length).toBeLessThanOrEqual(12);
});

test('what is gathered goes after a tenth of a second though no more comes, and before any other message', () => {
  const { posted, reporter } = reporting();
  reporter.points(1, { loss: 1 });
  reporter.points(2, { loss: 2 });
  expect(posted.length).toBe(1);
  vi.advanceTimersByTime(100);
  expect(posted.at(-1)).toEqual({ type: 'points', series: { loss: { steps: [2], values: [2] } } });
  reporter.points(3, { loss: 3 });
  reporter.send({ type: 'event', level: 'info', text: 'x' });
  expect(posted.slice(-2).map(({ type }) => type)).toEqual(['points', 'event']);
  vi.advanceTimersByTime(1000);
  expect(posted.length).toBe(4);
});

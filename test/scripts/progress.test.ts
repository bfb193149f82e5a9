import { describe, expect, it } from 'vitest';
import { createProgress, packReporter } from '../../scripts/lib/index.mjs';

/** Progress on a stream that remembers, with a clock that the test moves. */
function recorded(isTTY: boolean) {
  let [text, time] = ['', 1000];
  const now = (): number => time;
  const progress = createProgress({ stream: { isTTY, columns: 60, write: (part) => void (text += part) }, now });
  return { progress, now, pass: (ms: number) => void (time += ms), text: () => text };
}

describe('progress', () => {
  it('prints a line a step in a log, and at most one every ten seconds in between', () => {
    const { progress, pass, text } = recorded(false);
    progress.step('Building');
    for (let i = 0; i < 12; i++) {
      pass(1000);
      progress.update(`${i}`);
    }
    progress.step('Testing');
    progress.end();
    expect(text()).toBe('Building ...\n  9\n  done (12 s)\nTesting ...\n');
  });

  it('rewrites its line on a terminal and never lets it wrap', () => {
    const { progress, pass, text } = recorded(true);
    progress.step('Building');
    pass(200);
    progress.update('x'.repeat(100));
    progress.end();
    expect(text()).toBe(`\r\x1b[KBuilding\r\x1b[KBuilding: ${'x'.repeat(49)}\r\x1b[KBuilding\n`);
  });

  it('tells how much of a download is there and how long it still takes', () => {
    const { progress, now, pass, text } = recorded(false);
    const report = packReporter(progress, now);
    report({ step: 'download', what: 'tensorflow-cpu', doneBytes: 0, totalBytes: 200e6 });
    pass(10_000);
    report({ step: 'download', what: 'tensorflow-cpu', doneBytes: 50e6, totalBytes: 200e6 });
    report({ step: 'compile', compiler: 'g++ 12' });
    report({ step: 'done', folder: '/cache/pack', made: true });
    expect(text().split('\n')).toEqual([
      'TensorFlow: downloading 200 MB ...',
      '  tensorflow-cpu, 50 of 200 MB, about 30 s left',
      '  done (10 s)',
      'TensorFlow: compiling its binding with g++ 12 (about 15 s) ...',
      'TensorFlow is ready in /cache/pack',
      '',
    ]);
  });
});

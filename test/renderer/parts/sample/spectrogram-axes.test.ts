import { expect, test } from 'vitest';
import { frequencyMarks, timeMarks } from '../../../../src/renderer/parts/sample/spectrogram-axes.ts';

test('frequencies are in kHz where the highest is known, else bands', () => {
  // 11,025 Hz in at most four steps: 5 kHz each, at 5000 / 11025 of the height.
  expect(frequencyMarks(257, 11_025)).toEqual([
    { at: 0, text: '0 kHz' },
    { at: 5000 / 11_025, text: '5 kHz' },
    { at: 10_000 / 11_025, text: '10 kHz' },
  ]);
  expect(frequencyMarks(128, undefined).map(({ text }) => text)).toEqual(['0', '50', '100']);
});

test('time is in seconds where they are known, else moments', () => {
  expect(timeMarks(188, 3).map(({ text }) => text)).toEqual(['0 s', '0.5 s', '1 s', '1.5 s', '2 s', '2.5 s', '3 s']);
  expect(timeMarks(63, 0.25).map(({ text }) => text)).toEqual(['0 s', '0.05 s', '0.1 s', '0.15 s', '0.2 s', '0.25 s']);
  expect(timeMarks(1024, undefined).at(1)).toEqual({ at: 200 / 1024, text: '200' });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clipSamples, clipSamplesAt } from '../../../../../src/main/trainer/loading/media/samples-of-clip.ts';
import { clip } from './clips.ts';

describe.each(['flash.flv', 'plain.mp4', 'plain.mkv', 'plain.webm', 'plain.avi'])('%s', (name) => {
  test('mono at 16 kHz is what FFmpeg writes', () => {
    const bytes = readFileSync(`${clip(name).file}.s16`);
    const { samples, rate } = clipSamplesAt(clip(name), 16_000);
    expect(rate).toBe(16_000);
    expect(samples.length).toBe(bytes.length / 2);
    // Equal where they were made; processors without the same vector instructions may round another way.
    const most = samples.reduce((max, value, i) => Math.max(max, Math.abs(value * 0x8000 - bytes.readInt16LE(2 * i))), 0);
    expect(most).toBeLessThanOrEqual(1);
  });
});

test('the mean of the channels, at the rate of the file (by the formula that made it)', () => {
  // plain.avi holds plain 16-bit samples: left 0.3 sin(440 2 pi t) + 0.2 sin(3000 t^2), right 0.25 sin(660 2 pi t)
  const { samples, rate } = clipSamples(clip('plain.avi'));
  expect(rate).toBe(16_000);
  expect(samples.length).toBe(20_800);
  for (const i of [0, 1, 1000, 20_000]) {
    const t = i / rate;
    const left = 0.3 * Math.sin(440 * 2 * Math.PI * t) + 0.2 * Math.sin(3000 * t * t);
    expect(samples[i]).toBeCloseTo((left + 0.25 * Math.sin(660 * 2 * Math.PI * t)) / 2, 3);
  }
});

test('the end may be left undecoded', () => {
  const whole = clipSamples(clip('plain.mp4'));
  const part = clipSamples(clip('plain.mp4'), 0.25);
  expect(part.samples.length).toBe(0.25 * 44_100);
  expect(part.samples).toEqual(whole.samples.subarray(0, part.samples.length));
});

test.each([
  ['no-sound.mp4', 'data.clip-no-sound'],
  ['page.mp4', 'data.clip-unreadable'],
  ['nowhere.mp4', 'data.file-unreadable'],
])('%s: %s', (name, code) => {
  expect(() => clipSamples(clip(name))).toThrow(expect.objectContaining({ code }));
  expect(() => clipSamplesAt(clip(name), 16_000)).toThrow(expect.objectContaining({ code }));
});

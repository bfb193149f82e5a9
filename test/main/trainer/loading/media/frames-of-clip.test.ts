import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { blockRule, spreadRule, steadyRule } from '../../../../../src/core/data/image/clip-frames.ts';
import { framesOfClip } from '../../../../../src/main/trainer/loading/media/frames-of-clip.ts';
import { clip, seen } from './clips.ts';

const folder = mkdtempSync(join(tmpdir(), 'clips-'));
afterAll(() => rmSync(folder, { recursive: true }));

const numbers = (name: string, rule: Parameters<typeof framesOfClip>[1]): number[] =>
  [...framesOfClip(clip(name), rule)].map(({ index }) => index);

describe.each(Object.keys(seen))('%s', (name) => {
  const expected = seen[name];

  test('gives the frames that the official script keeps of OpenCV, and those of FFmpeg at one a second', () => {
    expect(numbers(name, blockRule(3))).toEqual(expected?.three);
    expect(numbers(name, blockRule(4))).toEqual(expected?.four);
    expect(numbers(name, steadyRule(1))).toEqual(expected?.second);
  });

  test('decodes them to the bytes of OpenCV', () => {
    const pixels = Buffer.concat([...framesOfClip(clip(name), blockRule(3))].map(({ picture }) => picture.pixels));
    const theirs = readFileSync(`${clip(name).file}.rgb`);
    expect(pixels.length).toBe(theirs.length);
    // Equal where they were made; processors without the same vector instructions may round another way.
    expect(pixels.reduce((most, byte, i) => Math.max(most, Math.abs(byte - (theirs[i] ?? 0))), 0)).toBeLessThanOrEqual(2);
  });
});

test('a clip that asks to be turned comes upright', () => {
  const [turned] = framesOfClip(clip('turned.mp4'), spreadRule(1));
  const [plain] = framesOfClip(clip('no-sound.mp4'), spreadRule(1));
  expect([turned?.picture.width, turned?.picture.height]).toEqual([48, 64]);
  expect([plain?.picture.width, plain?.picture.height]).toEqual([64, 48]);
});

test('gives the time of each frame from the start', () => {
  const times = [...framesOfClip(clip('plain.mp4'), blockRule(3))].map(({ time }) => Math.round(1000 * time));
  expect(times).toEqual([0, 320, 640, 1000]);
});

test('a reader may stop early; the file can be removed then', () => {
  const file = join(folder, 'copy.mp4');
  copyFileSync(clip('plain.mp4').file, file);
  for (const { index } of framesOfClip({ file, list: 'l', line: 1 }, blockRule(3))) if (index > 0) break;
  rmSync(file);
});

test.each([
  ['no-video.mp4', 'data.clip-no-video'],
  ['page.mp4', 'data.clip-unreadable'],
  ['nowhere.mp4', 'data.file-unreadable'],
])('%s: %s, with the line that asks for it', (name, code) => {
  expect(() => [...framesOfClip(clip(name), blockRule(3))]).toThrow(expect.objectContaining({ code }));
});

test('a clip that ends early gives the frames before its end', () => {
  const found = numbers('cut-off.flv', blockRule(3));
  expect(found.length).toBeGreaterThan(0);
  expect(seen['flash.flv']?.three.slice(0, found.length)).toEqual(found);
});

test('a playlist under the name of a clip is not followed', () => {
  const file = join(folder, 'list.mp4');
  writeFileSync(file, `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1,\n${clip('plain.mp4').file}\n#EXT-X-ENDLIST\n`);
  expect(() => [...framesOfClip({ file, list: 'l', line: 1 }, blockRule(3))]).toThrow(
    expect.objectContaining({ code: 'data.clip-unreadable' }),
  );
});

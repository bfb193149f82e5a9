import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { clipHeader } from '../../../../../src/main/trainer/loading/media/clip-header.ts';
import { clip } from './clips.ts';

const folder = mkdtempSync(join(tmpdir(), 'headers-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['flash.flv', 'flv', true, true, 1.3],
  ['plain.mp4', 'mp4', true, true, 1.3],
  ['plain.mkv', 'matroska', true, true, 1.3],
  ['plain.webm', 'matroska', true, true, 1.3],
  ['plain.avi', 'avi', true, true, 1.3],
  ['no-sound.mp4', 'mp4', false, true, 0.6],
  ['no-video.mp4', 'mp4', true, false, 0.6],
])('%s is %s; sound %s, pictures %s, %s s', (name, container, hasSound, hasVideo, seconds) => {
  const header = clipHeader(clip(name), name);
  expect(header).toMatchObject({ container, hasSound, hasVideo });
  expect(header?.identity).toMatchObject({ name, bytes: readFileSync(clip(name).file).length });
  expect(Math.abs((header?.seconds ?? 0) - seconds)).toBeLessThan(0.08);
});

test.each(['cut-off.flv', 'cut-off.mp4', 'cut-off.mkv', 'cut-off.avi'])('%s is cut off', (name) => {
  expect(() => clipHeader(clip(name), name)).toThrow(expect.objectContaining({ code: 'data.clip-truncated' }));
});

/** A file with this content, as line 3 of a list. */
function written(name: string, bytes: Uint8Array): Parameters<typeof clipHeader>[0] {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return { file, list: 'list', line: 3 };
}

test.each(['flash.flv', 'plain.mp4', 'plain.mkv', 'plain.avi', 'plain.webm'])(
  '%s, cut off anywhere, is never taken for whole',
  (name) => {
    const whole = readFileSync(clip(name).file);
    // A flash video that ends exactly between two tags is a shorter whole one; none of these does.
    for (let share = 1; share < 97; share++) {
      const bytes = whole.subarray(0, Math.floor((whole.length * share) / 97));
      const code = expect.stringMatching(/^data\.clip-(truncated|unreadable)$/) as string;
      expect(() => clipHeader(written('part', bytes), 'part'), `${share} of 97`).toThrow(expect.objectContaining({ code }));
    }
  },
);

test('what is no clip is told by its first bytes', () => {
  expect(() => clipHeader(clip('page.mp4'), 'page.mp4')).toThrow(/begins with "<!DOCTYP"/);
  expect(() => clipHeader(written('empty.flv', new Uint8Array()), 'empty.flv')).toThrow(
    expect.objectContaining({ code: 'data.clip-empty' }),
  );
  expect(() => clipHeader(written('short.flv', Buffer.from('FLV')), 'short.flv')).toThrow(
    expect.objectContaining({ code: 'data.clip-truncated' }),
  );
  expect(clipHeader({ file: join(folder, 'nowhere.mp4'), list: 'l', line: 1 }, 'nowhere.mp4')).toBeNull();
});

test('a flash video without the sizes after its tags, or with something behind them, is whole', () => {
  const bytes = new Uint8Array(readFileSync(clip('flash.flv').file));
  const withoutLast = bytes.slice();
  withoutLast.fill(0, bytes.length - 4);
  expect(clipHeader(written('zero.flv', withoutLast), 'zero.flv')).toMatchObject({ hasSound: true, hasVideo: true });
  const behind = Buffer.concat([bytes, Buffer.alloc(40)]);
  expect(clipHeader(written('behind.flv', behind), 'behind.flv')?.seconds).toBeCloseTo(1.3, 1);
});

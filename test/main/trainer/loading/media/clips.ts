import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ClipSource } from '../../../../../src/main/trainer/loading/media/open-media.ts';

/** A clip of test/fixtures/clips, as line 7 of a list. */
export const clip = (name: string): ClipSource => ({ file: resolve('test/fixtures/clips', name), list: 'train.csv', line: 7 });

interface Seen {
  readonly rate: number;
  readonly frames: number;
  readonly decoded: number;
  readonly three: readonly number[];
  readonly four: readonly number[];
  readonly second: readonly number[];
}

/** What OpenCV and FFmpeg say of the clips. */
export const seen = (
  JSON.parse(readFileSync('test/fixtures/clips/frames.json', 'utf8')) as { clips: Readonly<Record<string, Seen>> }
).clips;

import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { streamKey, uniformAt } from '../src/core/tensor/random.ts';

/** Different pictures and recordings; the files of all clips are hard links to these, so that a large tree costs no room. */
const DIFFERENT = 32;
const EMOTIONS = ['NEU', 'HAP', 'SAD', 'FEA', 'DIS', 'ANG'];
/** Clips of one speaker: CREMA-D has 91 speakers and 7,442 clips. */
const CLIPS_A_SPEAKER = 82;

/** Smooth shapes with some grain: a JPEG of about the size of a real frame of 480 x 360. */
export function picture(key: number): Promise<Buffer> {
  const [width, height] = [480, 360];
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return 128 + 80 * Math.sin(x / (20 + (key % 30)) + (i % 3)) * Math.cos(y / 35) + 20 * (uniformAt(key, i) - 0.5);
  });
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** 2.5 s of 16-bit mono noise at 16 kHz. */
export function recording(key: number): Buffer {
  const bytes = Buffer.alloc(44 + 80_000);
  bytes.write('RIFF\0\0\0\0WAVEfmt ', 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.writeUInt32LE(16, 16);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    bytes.writeUInt16LE(value, at);
  bytes.writeUInt32LE(16_000, 24);
  bytes.writeUInt32LE(32_000, 28);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(80_000, 40);
  for (let i = 0; i < 40_000; i++) bytes.writeInt16LE(Math.floor(20_000 * (uniformAt(key, i) - 0.5)), 44 + 2 * i);
  return bytes;
}

export interface CremaTree {
  readonly stems: readonly string[];
  /** Every frame file of the first clips, for what is measured without the loader. */
  readonly frameFiles: readonly string[];
}

/**
 * Makes a set in the CREMA-D layout: `clips` recordings, `frames` pictures of 480 x 360 each (the real set has seven at 3 a second), a
 * tenth of the clips in the test list. The folder is on one file system, since its files are hard links.
 */
export async function makeCremaTree(folder: string, { clips, frames }: { clips: number; frames: number }): Promise<CremaTree> {
  const [pool, audio, video] = ['pool', 'AudioWAV', 'Image-03-FPS'].map((name) => join(folder, name));
  if (pool === undefined || audio === undefined || video === undefined) throw new Error('unreachable');
  for (const each of [pool, audio, video]) mkdirSync(each, { recursive: true });
  for (let i = 0; i < DIFFERENT; i++) {
    writeFileSync(join(pool, `${i}.jpg`), await picture(streamKey(0, 'bench', i)));
    writeFileSync(join(pool, `${i}.wav`), recording(i));
  }
  const stems = Array.from({ length: clips }, (_, i) => {
    const [speaker, take] = [1001 + Math.floor(i / CLIPS_A_SPEAKER), i % CLIPS_A_SPEAKER];
    return `${speaker}_S${String(take).padStart(2, '0')}_${EMOTIONS[i % EMOTIONS.length] ?? ''}_XX`;
  });
  const frameFiles: string[] = [];
  for (const [i, stem] of stems.entries()) {
    linkSync(join(pool, `${i % DIFFERENT}.wav`), join(audio, `${stem}.wav`));
    mkdirSync(join(video, stem));
    for (let f = 0; f < frames; f++) {
      const file = join(video, stem, `${String(f + 1).padStart(5, '0')}.jpg`);
      linkSync(join(pool, `${(i * frames + f) % DIFFERENT}.jpg`), file);
      frameFiles.push(file);
    }
  }
  const line = (stem: string): string => `${stem},${stem.split('_')[2] ?? ''}\n`;
  const isTest = (i: number): boolean => i % 10 === 9;
  for (const [name, wanted] of [
    ['train.csv', false],
    ['test.csv', true],
  ] as const)
    writeFileSync(
      join(folder, name),
      stems
        .filter((_, i) => isTest(i) === wanted)
        .map(line)
        .join(''),
    );
  return { stems, frameFiles };
}

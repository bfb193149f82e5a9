import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ClipFrameSettings } from '../../../../../src/core/data/clip-settings.ts';
import {
  chosenOfClip,
  clipFrames,
  keptFrames,
  type ClipFramePlan,
  type ClipItem,
} from '../../../../../src/main/trainer/loading/sources/clip-frames.ts';
import { ofJpeg, toJpeg } from '../../../../../src/main/trainer/loading/sources/jpeg.ts';
import { packed, unpacked } from '../../../../../src/main/trainer/loading/sources/packed.ts';
import { pictureOfRecord } from '../../../../../src/main/trainer/loading/sources/picture-record.ts';
import { temporaryFolder } from '../../../../support/small-set.ts';
import { clip } from '../media/clips.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

/** The tags of a flash video up to a time: a head of 13 bytes, then 11 bytes before and 4 behind each tag's content. */
function firstTags(bytes: Buffer, seconds: number): Buffer {
  let end = 13;
  while (bytes.readUIntBE(end + 4, 3) < 1000 * seconds) end += 11 + bytes.readUIntBE(end + 1, 3) + 4;
  return bytes.subarray(0, end);
}

function itemOf(name: string): ClipItem {
  const { size, mtimeMs } = statSync(clip(name).file);
  return { ...clip(name), name, bytes: size, changedMs: mtimeMs };
}

const planOf = (name: string, settings: object): ClipFramePlan => {
  const parsed = ClipFrameSettings.parse({ size: 16, ...settings });
  return {
    kind: 'clip-frames',
    modality: { id: 'video', kind: 'frames', shape: [parsed.count, 16, 16, 3] },
    settings: parsed,
    items: [itemOf(name)],
  };
};

/** The network's input, from the cache's record or from the file. */
async function inputOf(plan: ClipFramePlan, isCached: boolean, training = false): Promise<Float32Array> {
  const [item = itemOf('plain.mp4')] = plan.items;
  const [record] = await clipFrames.prepare(item, plan);
  const input = new Float32Array(plan.settings.count * 16 * 16 * 3);
  const read = isCached ? () => Promise.resolve(record ?? new Uint8Array()) : null;
  await clipFrames.fill(item, plan, read, { seed: 1, epoch: 0, training }, input, 0);
  return input;
}

test('pieces come out as they went in', () => {
  const pieces = [Uint8Array.of(1, 2, 3), new Uint8Array(), Uint8Array.of(9)];
  expect(unpacked(packed(pieces)).map((piece) => [...piece])).toEqual([[1, 2, 3], [], [9]]);
});

describe('frames that are kept', () => {
  test('are exactly those that were decoded, where pixels are asked for', async () => {
    const frames = await keptFrames(itemOf('flash.flv'), ClipFrameSettings.parse({ stored: 'pixels' }));
    const pixels = Buffer.concat(frames.map(({ bytes }) => pictureOfRecord(bytes).pixels));
    const theirs = readFileSync(`${clip('flash.flv').file}.rgb`);
    expect(pixels.length).toBe(theirs.length);
    expect(pixels.reduce((most, byte, i) => Math.max(most, Math.abs(byte - (theirs[i] ?? 0))), 0)).toBeLessThanOrEqual(2);
  });

  test('are close to them as JPEG of quality 95: a plain picture by no more than a grey level or two', async () => {
    const pixels = new Uint8Array(48 * 32 * 3).map((_, i) => 80 + Math.floor(i / 3 / 48) + (i % 3) * 20);
    const back = await ofJpeg(await toJpeg({ width: 48, height: 32, channels: 3, pixels }));
    expect([back.width, back.height, back.channels]).toEqual([48, 32, 3]);
    expect(back.pixels.reduce((most, byte, i) => Math.max(most, Math.abs(byte - (pixels[i] ?? 0))), 0)).toBeLessThanOrEqual(2);
  });

  test('make the same input from the cache as from the file, in training too', async () => {
    for (const training of [false, true]) {
      const plan = planOf('plain.webm', { choice: 'random' });
      expect(await inputOf(plan, true, training)).toEqual(await inputOf(plan, false, training));
    }
  });

  test('are none in a clip too short for the rule, and that is told with the rule', async () => {
    // At a frame a second the first picture stands for the time up to 0.5 s; a clip of 0.32 s has none
    const short = { ...itemOf('plain.mp4'), file: join(folder, 'short.flv') };
    writeFileSync(short.file, firstTags(readFileSync(clip('flash.flv').file), 0.3));
    const settings = ClipFrameSettings.parse({ kept: { kind: 'steady', perSecond: 1 } });
    await expect(keptFrames(short, settings)).rejects.toThrow(
      expect.objectContaining({ code: 'data.clip-no-frames', message: expect.stringContaining('1 a second') as string }),
    );
  });
});

describe('frames that the network gets', () => {
  const plan = planOf('plain.mp4', { choice: 'uniform', count: 3 });
  const draw = { seed: 0, epoch: 0, training: true };

  test('are repeated where a clip has fewer, in order', () => {
    expect(chosenOfClip(2, { name: 'a' }, plan, draw)).toEqual([0, 1, 1]);
    expect(chosenOfClip(1, { name: 'a' }, planOf('plain.mp4', { choice: 'random' }), draw)).toEqual([0, 0, 0]);
  });

  test('are spread over those that there are (by hand: the middles of three parts of nine)', () => {
    expect(chosenOfClip(9, { name: 'a' }, plan, draw)).toEqual([1, 4, 7]);
  });

  test('are drawn anew in each epoch of training, and always the same in evaluation', () => {
    const random = planOf('plain.mp4', { choice: 'random' });
    const at = (epoch: number, training: boolean) => chosenOfClip(30, { name: 'a' }, random, { seed: 0, epoch, training }).join();
    expect(new Set([0, 1, 2, 3].map((epoch) => at(epoch, true))).size).toBeGreaterThan(1);
    expect(new Set([0, 1, 2, 3].map((epoch) => at(epoch, false))).size).toBe(1);
  });
});

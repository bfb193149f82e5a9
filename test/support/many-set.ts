import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CremaDDefinition } from '../../src/core/data/crema-d.ts';
import { picture } from './small-set.ts';
import { tone, wavFile } from './wav.ts';

export interface ManySet {
  readonly definition: CremaDDefinition;
  readonly stems: readonly string[];
  wavOf(stem: string): string;
  pictureOf(stem: string): string;
}

/** A set of many tiny samples of one frame, several shards of them. All recordings are one file on the disk, as all pictures are. */
export async function manySet(root: string, samples: number): Promise<ManySet> {
  const wavOf = (stem: string): string => join(root, 'AudioWAV', `${stem}.wav`);
  const pictureOf = (stem: string): string => join(root, 'Image-03-FPS', stem, '00000.jpg');
  const stems = Array.from({ length: samples }, (_, i) => `${i % 2 === 0 ? 'a' : 'b'}_${String(i).padStart(4, '0')}`).sort();
  for (const folder of ['AudioWAV', 'Image-03-FPS']) mkdirSync(join(root, folder), { recursive: true });
  const [wav, frame] = [join(root, 'one.wav'), join(root, 'one.jpg')];
  writeFileSync(wav, wavFile(tone(1000, 40)));
  writeFileSync(frame, await picture(90));
  for (const stem of stems) {
    linkSync(wav, wavOf(stem));
    mkdirSync(join(root, 'Image-03-FPS', stem));
    linkSync(frame, pictureOf(stem));
  }
  const lines = (names: readonly string[]): string => names.map((stem) => `${stem},${stem.charAt(0)}\n`).join('');
  const isTest = (i: number): boolean => i % 5 === 0;
  writeFileSync(join(root, 'train.csv'), lines(stems.filter((_, i) => !isTest(i))));
  writeFileSync(join(root, 'test.csv'), lines(stems.filter((_, i) => isTest(i))));
  const definition = CremaDDefinition.parse({
    ...{ layout: 'crema-d', name: 'many', root },
    spectrogram: { rate: 8000, window: 64, hop: 32, seconds: 0.25 },
    frames: { count: 1, size: 16 },
  });
  return { definition, stems, wavOf, pictureOf };
}

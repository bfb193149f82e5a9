import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { picture } from './crema-tree.ts';

/** Different pictures and feature files; the files of all clips are hard links to these. */
const DIFFERENT = 8;
const CLASSES = 31;

/** A numpy file of float32 [1024, 128], zeros. */
function features(): Buffer {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (1024, 128), }`.padEnd(117) + '\n';
  const head = Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(text.length, 0)}${text}`, 'latin1');
  return Buffer.concat([head, Buffer.alloc(4 * 1024 * 128)]);
}

/** Makes a set as the official loaders of Kinetics-Sounds expect it, `frames` pictures a clip, a tenth of the clips in the test list. */
export async function makeKineticsTree(folder: string, { clips, frames }: { clips: number; frames: number }): Promise<void> {
  const pool = join(folder, 'pool');
  mkdirSync(pool, { recursive: true });
  for (let i = 0; i < DIFFERENT; i++) {
    writeFileSync(join(pool, `${i}.jpg`), await picture(i));
    writeFileSync(join(pool, `${i}.npy`), features());
  }
  const lists = { train: '', test: '' };
  for (let i = 0; i < clips; i++) {
    const split = i % 10 === 9 ? 'test' : 'train';
    const name = `clip${String(i).padStart(7, '0')}_${i % CLASSES}`;
    const [spectrograms, pictures] = [
      join(folder, `${split}_spec`),
      join(folder, split === 'test' ? 'val-frames-1fps' : 'train-frames-1fps', split, name),
    ];
    for (const each of [spectrograms, pictures]) mkdirSync(each, { recursive: true });
    linkSync(join(pool, `${i % DIFFERENT}.npy`), join(spectrograms, `${name}.npy`));
    for (let f = 0; f < frames; f++)
      linkSync(join(pool, `${(i + f) % DIFFERENT}.jpg`), join(pictures, `frame_${String(f + 1).padStart(5, '0')}.jpg`));
    lists[split] += `${name} 10 ${i % CLASSES}\n`;
  }
  for (const split of ['train', 'test'] as const) writeFileSync(join(folder, `ks_${split}_overlap.txt`), lists[split]);
}

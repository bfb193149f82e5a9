import { writeSync } from 'node:fs';
import type { SafetensorsContents } from '../../../src/core/train/safetensors.ts';
import { writeCheckpoint } from '../../../src/main/trainer/checkpoint-file.ts';

/** Writes checkpoints without end to the file that the first argument names, from the step in the second, and says when each is done. */
const [file = '', from = '1'] = process.argv.slice(2);

/** 2 MB whose every number is the step. */
const contents = (step: number): SafetensorsContents => ({
  tensors: Object.fromEntries(
    [0, 1, 2, 3].map((i) => [`w${String(i)}`, { shape: [128, 1024], data: new Float32Array(131_072).fill(step) }]),
  ),
  metadata: { step: String(step) },
});

for (let step = Number(from); ; step++) {
  await writeCheckpoint(file, contents(step));
  writeSync(1, `${String(step)}\n`);
}

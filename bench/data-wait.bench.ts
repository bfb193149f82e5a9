import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../src/main/studio/where.ts';
import { built } from '../test/support/built.ts';
import { makeCremaTree } from './crema-tree.ts';

/**
 * How much of an epoch waits for data at CREMA-D's size and shapes: 7,442 clips of seven frames of 480 x 360, of which three of 224 x 224
 * are drawn and cropped, spectrograms of 257 x 188; real RedReg steps of the official ResNet-18s. The pictures are decoded in every epoch,
 * since all of them decoded would be 27 GB; the sizes of a real set's pictures and recordings are copied, their content is made up. A few
 * steps stand for the epoch, as in `redreg bench data`. Build first.
 *
 *     node bench/data-wait.bench.ts [BATCH] [STEPS] [CLIPS] [STEP_SECONDS]
 *
 * With STEP_SECONDS a core is kept busy for so long in place of a real step. Fewer clips than 620 are kept decoded, which is another case.
 *
 * Preparing comes first: spectrograms are written, pictures are decoded once to see that they are whole.
 */
const [batch = '64', steps = '4', clips = '7442', stepSeconds] = process.argv.slice(2);

const folder = mkdtempSync(join(tmpdir(), 'redreg-wait-'));
try {
  await makeCremaTree(join(folder, 'crema-d'), { clips: Number(clips), frames: 7 });
  // Prepared features go with the folder; the engine stays where it is.
  const cache = join(folder, 'cache');
  mkdirSync(cache);
  symlinkSync(join(cacheFolder(), 'tensorflow'), join(cache, 'tensorflow'));
  const cli = (...words: string[]): void => {
    const began = performance.now();
    execFileSync(process.execPath, [built('main', 'cli.js'), ...words], {
      stdio: 'inherit',
      env: { ...process.env, REDREG_CACHE: cache },
    });
    console.log(`  (${((performance.now() - began) / 1000).toFixed(0)} s)`);
  };
  cli('data', 'prepare', join(folder, 'crema-d'));
  const made = stepSeconds === undefined ? [] : ['--step-seconds', stepSeconds];
  cli('bench', 'data', '--data', join(folder, 'crema-d'), '--batch', batch, '--steps', steps, ...made);
} finally {
  rmSync(folder, { recursive: true });
}

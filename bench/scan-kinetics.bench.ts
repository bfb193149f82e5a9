import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npyFile } from '../test/support/npy-file.ts';
import { picture } from '../test/support/small-set.ts';
import { KineticsSoundsDefinition } from '../src/core/data/kinetics-sounds.ts';
import { checkSet } from '../src/main/trainer/jobs/browse/check.ts';
import { kineticsSoundsLoader } from '../src/main/trainer/loading/kinetics-sounds.ts';

/**
 * A tree of Kinetics-Sounds' size and twice that: how long the scan before a run takes (lists, clip rules, headers of all features, all
 * frames found), and a check, which besides reads every value of the features and the first bytes of every picture. What should grow
 * with the number of clips grows as fast as they do: the ratio stands beside.
 *
 *     node bench/scan-kinetics.bench.ts
 */
const CLIPS = [7442, 14_884];
const FRAMES = 10;
/** In a test list: the published ones have 2,597 of 17,396. */
const TEST_EVERY = 7;

const folder = mkdtempSync(join(tmpdir(), 'redreg-scan-'));

/** A file system gives one file 65,000 names at most. */
const CLIPS_A_PICTURE = 5000;

/** Files of all clips are hard links to one array and a few pictures. */
async function makeTree(root: string, clips: number): Promise<KineticsSoundsDefinition> {
  const definition = KineticsSoundsDefinition.parse({ layout: 'kinetics-sounds', name: 'bench', root });
  const array = join(root, 'features.npy');
  const bytes = await picture(120, 64);
  const pictureOf = (clip: number): string => join(root, `frame-${Math.floor(clip / CLIPS_A_PICTURE)}.jpg`);
  mkdirSync(root);
  writeFileSync(array, npyFile(new Float32Array(1024 * 128).fill(0.438), [1024, 128]));
  for (let clip = 0; clip < clips; clip += CLIPS_A_PICTURE) writeFileSync(pictureOf(clip), bytes);
  const lists: Record<'train' | 'test', string> = { train: '', test: '' };
  for (const part of ['trainFeatures', 'testFeatures'] as const) mkdirSync(join(root, definition[part]), { recursive: true });
  for (let clip = 0; clip < clips; clip++) {
    const split = clip % TEST_EVERY === 0 ? 'test' : 'train';
    const name = `clip${clip}_${clip % 300}`;
    lists[split] += `${name} 10 ${clip % 31}\n`;
    linkSync(array, join(root, definition[`${split}Features`], `${name}.npy`));
    const frames = join(root, definition[`${split}Frames`], name);
    mkdirSync(frames, { recursive: true });
    for (let number = 1; number <= FRAMES; number++)
      linkSync(pictureOf(clip), join(frames, `frame_${String(number).padStart(5, '0')}.jpg`));
  }
  writeFileSync(join(root, definition.trainList), lists.train);
  writeFileSync(join(root, definition.testList), lists.test);
  return definition;
}

interface Cost {
  readonly seconds: number;
  /** Of the processor, which other programs beside do not lengthen. */
  readonly processor: number;
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - began) / 1000, processor: (user + system) / 1e6 };
}

const told = ({ seconds, processor }: Cost, clips: number): string =>
  `${seconds.toFixed(2)} s (${((1e6 * seconds) / clips).toFixed(0)} us a clip; ${processor.toFixed(2)} s of the processor)`;
const ratio = (large: Cost, small: Cost): string =>
  `${(large.seconds / small.seconds).toFixed(2)} times (processor ${(large.processor / small.processor).toFixed(2)})`;

try {
  const found: { scan: Cost; check: Cost }[] = [];
  for (const clips of CLIPS) {
    const definition = await makeTree(join(folder, String(clips)), clips);
    const scan = await costOf(() => kineticsSoundsLoader.scan(definition, {}));
    const check = await costOf(() => checkSet(definition, {}));
    found.push({ scan, check });
    console.log(`${clips} clips: scanned in ${told(scan, clips)}, checked in ${told(check, clips)}`);
  }
  const [small, large] = found;
  if (small && large)
    console.log(`twice the clips: scan ${ratio(large.scan, small.scan)}, check ${ratio(large.check, small.check)}`);
} finally {
  rmSync(folder, { recursive: true });
}

import { writeSync } from 'node:fs';
import { RunConfig } from '../../../src/core/train/config.ts';
import { openLibrary } from '../../../src/main/store/library.ts';

/** Writes points without end into the library that the first argument names, and says after each flush how many there are. */
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('name a library');
const FLUSH = 50;

const library = openLibrary(file);
const run = library.createRun({
  config: RunConfig.parse({ method: 'redreg', data: { layout: 'crema-d', name: 'x', root: '.' } }),
});
library.startRun(run);
for (let from = 0; ; from += FLUSH) {
  const steps = Array.from({ length: FLUSH }, (_, i) => from + i);
  library.appendPoints(run, { a: { steps, values: steps.map((step) => step / 3) }, b: { steps, values: steps } });
  writeSync(1, `${run} ${from + FLUSH}\n`);
}

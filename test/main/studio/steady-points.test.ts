import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DatasetDefinition } from '../../../src/core/data/definition.ts';
import { openLibrary } from '../../../src/main/store/library.ts';
import { smallConfig, smallSetFile, start, wordsOf } from '../../support/small-run.ts';
import { temporaryFolder } from '../../support/small-set.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

/** A run's generation makes every chart and projection read all of it again. */
test('a run that is trained without a stop changes no point that it has told', async () => {
  const data = DatasetDefinition.parse(JSON.parse(readFileSync(await smallSetFile(join(folder, 'set')), 'utf8')));
  const library = openLibrary(join(folder, 'library.sqlite'));
  try {
    const { run, ended } = start(library, { config: smallConfig(data, 'joint') });
    expect(wordsOf(await ended)).toBe('done');
    expect(library.getGeneration(run)).toBe(0);
    // Steps, the ends of epochs and the last measurement are told of the same steps: one reading of the memory each.
    const { steps } = library.readSeries(run, 'system/rss-mb');
    expect(Array.from(steps)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  } finally {
    library.close();
  }
}, 120_000);

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { PointBatch } from '../src/core/contract/trainer.ts';
import { decimate } from '../src/core/series/decimate.ts';
import { RunConfig } from '../src/core/train/config.ts';
import { openLibrary } from '../src/main/store/library.ts';

/**
 * The library's speed, beside a floor: the least that the engine needs for the same rows in one narrow table without summaries,
 * sealing or runs. Ratios last; absolute figures of one and the same machine can double from run to run.
 *
 *     node bench/store.bench.ts
 */
const SERIES = 60;
const FLUSHES = 200;
const STEPS_A_FLUSH = 50;
const VALUES = SERIES * FLUSHES * STEPS_A_FLUSH;

const folder = mkdtempSync(join(tmpdir(), 'redreg-bench-'));
const config = RunConfig.parse({ method: 'redreg', data: { layout: 'crema-d', name: 'bench', root: '.' } });

function time(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(repeats: number, work: () => void): number {
  return Array.from({ length: repeats }, () => time(work)).sort((a, b) => a - b)[Math.floor(repeats / 2)] ?? NaN;
}

function flush(number: number, shift = 0): PointBatch {
  const steps = Array.from({ length: STEPS_A_FLUSH }, (_, i) => number * STEPS_A_FLUSH + i);
  const names = Array.from({ length: SERIES }, (_, i) => `series/${i}`);
  return Object.fromEntries(names.map((name, i) => [name, { steps, values: steps.map((step) => Math.sin(step + i + shift)) }]));
}

const show = (what: string, figure: string): void => console.log(`${what.padEnd(72)} ${figure}`);
const milliseconds = (ms: number): string => `${ms.toFixed(2)} ms`;

try {
  const batches = Array.from({ length: FLUSHES }, (_, i) => flush(i));

  const floor = new Sqlite(join(folder, 'floor.sqlite'));
  floor.pragma('journal_mode = WAL');
  floor.pragma('synchronous = NORMAL');
  floor.exec(
    'CREATE TABLE point (series INTEGER, step INTEGER, wall INTEGER, value REAL, PRIMARY KEY (series, step)) WITHOUT ROWID',
  );
  const insert = floor.prepare('INSERT INTO point VALUES (?, ?, ?, ?)');
  const write = floor.transaction((batch: PointBatch) =>
    Object.values(batch).forEach(({ steps, values }, series) =>
      steps.forEach((step, i) => insert.run(series, step, 0, values[i])),
    ),
  );
  const floorMs = time(() => batches.forEach((batch) => write(batch)));
  floor.close();

  const file = join(folder, 'library.sqlite');
  const library = openLibrary(file);
  const run = library.createRun({ config });
  let longest = 0;
  const ingestMs = time(() => {
    for (const batch of batches)
      longest = Math.max(
        longest,
        time(() => library.appendPoints(run, batch)),
      );
  });
  show(
    `ingest, ${SERIES} series, ${STEPS_A_FLUSH} steps a flush`,
    `${Math.round(VALUES / ingestMs)} k values/s; longest flush ${milliseconds(longest)}`,
  );
  show('  of the floor (the bare table)', `${(floorMs / ingestMs).toFixed(2)} of ${Math.round(VALUES / floorMs)} k values/s`);
  const resent = batches.slice(0, 20);
  const resentMs = time(() => resent.forEach((batch) => library.appendPoints(run, batch)));
  show('  the first tenth sent again, over sealed chunks, unchanged', `${Math.round(VALUES / 10 / resentMs)} k values/s`);
  const others = Array.from({ length: 20 }, (_, i) => flush(i, 0.5));
  const changedMs = time(() => others.forEach((batch) => library.appendPoints(run, batch)));
  show('  the same with other values', `${Math.round(VALUES / 10 / changedMs)} k values/s`);
  library.finishRun(run, 'finished');

  const long = library.createRun({ config });
  const million = Array.from({ length: 1_000_000 }, (_, i) => i);
  for (let from = 0; from < million.length; from += 10_000) {
    const steps = million.slice(from, from + 10_000);
    library.appendPoints(long, { loss: { steps, values: steps.map(Math.cos) } });
  }
  const twenty = Array.from({ length: 20 }, (_, i) => ({ from: i * 50_000, to: i * 50_000 + 99_999 }));
  const whole = { begin: 0, end: 100_000 };
  show(
    'read 20 stretches of 100,000 points, reduced to 1,000 columns',
    milliseconds(
      median(5, () =>
        twenty.forEach((part) => {
          const { steps, values } = library.readSeries(long, 'loss', part);
          decimate(steps, [values], whole, 128);
        }),
      ),
    ),
  );
  show('read 1 M points whole', milliseconds(median(9, () => void library.readSeries(long, 'loss'))));
  show(
    '  a thousandth of it, zoomed in',
    milliseconds(median(9, () => void library.readSeries(long, 'loss', { from: 5e5, to: 5.01e5 }))),
  );

  const makeMs = time(() =>
    library.transaction(() => million.slice(0, 10_000).forEach((seed) => library.createRun({ config: { ...config, seed } }))),
  );
  show('make 10,000 runs', milliseconds(makeMs));
  show('list 10,000 runs', milliseconds(median(5, () => void library.listRuns())));
  show('list the newest 100', milliseconds(median(5, () => void library.listRuns({ limit: 100 }))));
  show('search among 10,000', milliseconds(median(5, () => void library.listRuns({ search: 's777', limit: 100 }))));
  show('run by the beginning of its id', milliseconds(median(5, () => void library.getRun(long.slice(0, 9)))));
  show('check the whole file', milliseconds(time(() => library.check())));
  library.close();
  const bytes = statSync(file).size;
  show('size', `${(bytes / 1e6).toFixed(1)} MB`);
  show('open and close again', milliseconds(time(() => openLibrary(file).close())));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

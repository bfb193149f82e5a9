/**
 * Makes resources/av-digits.zip from the full av-digits set, the same bytes each time:
 *
 *     node scripts/make-sample-set.mjs [folder of av-digits]
 *
 * Per digit and speaker 12 takes for training, 2 for validation and 3 for test; test takes come from the full set's test list, the
 * others from its training list, so a model trained on one set has not seen the other's test samples. A take whose recording or one of
 * whose pictures has the content of one already taken is passed over: nothing is twice in the set, let alone in two splits.
 */
import { zipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const source = resolve(process.argv[2] ?? join(process.env.REDREG_SHARED ?? '../shared', 'data', 'av-digits'));
const resources = resolve(import.meta.dirname, '..', 'resources');
const COUNTS = { train: 12, validation: 2, test: 3 };

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const byCodePoint = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Stems of a list by digit and speaker, each group in an order that depends on the names only. */
function cells(list) {
  const found = new Map();
  const stems = readFileSync(join(source, list), 'utf8')
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) => line.split(',')[0]);
  for (const stem of stems) {
    const [digit, speaker] = stem.split('_');
    const cell = `${digit}_${speaker}`;
    found.set(cell, [...(found.get(cell) ?? []), stem]);
  }
  for (const stems of found.values()) stems.sort((a, b) => byCodePoint(sha256(a), sha256(b)));
  return new Map([...found].sort(([a], [b]) => byCodePoint(a, b)));
}

/** The files of a sample, by their path in the set. */
function filesOf(stem) {
  const frames = `Image-03-FPS/${stem}`;
  const paths = [
    `AudioWAV/${stem}.wav`,
    ...readdirSync(join(source, frames))
      .sort()
      .map((name) => `${frames}/${name}`),
  ];
  return paths.map((path) => [path, readFileSync(join(source, path))]);
}

const taken = new Set();
const files = {};
const lists = { train: [], validation: [], test: [] };

function take(split, stem) {
  const found = filesOf(stem);
  const contents = found.map(([, bytes]) => sha256(bytes));
  if (new Set(contents).size < contents.length || contents.some((content) => taken.has(content))) return false;
  for (const content of contents) taken.add(content);
  Object.assign(files, Object.fromEntries(found));
  lists[split].push(stem);
  return true;
}

function fill(split, stems) {
  let missing = COUNTS[split];
  while (missing > 0 && stems.length > 0) if (take(split, stems.shift())) missing -= 1;
  if (missing > 0) throw new Error(`${split}: ${missing} takes too few in ${source}`);
}

for (const stems of cells('test.csv').values()) fill('test', stems);
for (const stems of cells('train.csv').values()) {
  fill('validation', stems);
  fill('train', stems);
}
for (const [split, stems] of Object.entries(lists)) {
  files[`${split}.csv`] = Buffer.from(
    stems
      .sort(byCodePoint)
      .map((stem) => `${stem},${stem.split('_')[0]}\n`)
      .join(''),
  );
}
files['LICENSE.md'] = readFileSync(join(resources, 'av-digits.LICENSE.md'));

const entries = Object.entries(files).sort(([a], [b]) => byCodePoint(a, b));
// A zip entry has a time, in local time without a zone: the parts are given, so the bytes do not depend on where this runs.
const archive = zipSync(Object.fromEntries(entries), { level: 9, mtime: new Date(2020, 0, 1) });
writeFileSync(join(resources, 'av-digits.zip'), archive);
const counts = Object.entries(lists).map(([split, stems]) => `${split} ${stems.length}`);
console.log(`resources/av-digits.zip: ${counts.join(', ')}; ${(archive.length / 1e6).toFixed(2)} MB, sha256 ${sha256(archive)}`);

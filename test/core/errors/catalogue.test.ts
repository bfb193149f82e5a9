import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue, type ErrorCode, type ErrorParams } from '../../../src/core/errors/catalogue.ts';

const listed = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^\| `([a-z][a-z0-9.-]*)` \|/gm)].map(([, code = '']) => code);
const codes = Object.keys(catalogue);

test('docs/errors.md lists every code of the catalogue once, and no other', () => {
  const missing = codes.filter((code) => !listed.includes(code));
  const unknown = listed.filter((code) => !codes.includes(code));
  const twice = listed.filter((code, i) => listed.indexOf(code) !== i);
  expect(missing, 'codes of the catalogue that need a line in docs/errors.md').toEqual([]);
  expect(unknown, 'codes in docs/errors.md that are not in the catalogue').toEqual([]);
  expect(twice, 'codes that stand twice in docs/errors.md').toEqual([]);
});

const at = { list: 'train.csv', line: 12 };
const wav = { ...at, file: 'a.wav' };
const call = 'runs.list';
const issues = ['epochs: too small'];
const file = 'library.sqlite';
const python = 'python3';

/** What each text may be given. A code may be left out: then its text is not looked at here. */
const plausible: { readonly [C in ErrorCode]?: ErrorParams<C> } = {
  'cli.unknown-command': { found: 'trian', known: ['train'] },
  'cli.bad-arguments': { command: 'train', problem: '--data is missing.', usage: 'redreg train --data FOLDER' },
  'cli.no-checkpoint': { run: 'r1', wanted: 'best', found: ['last'] },
  'data.not-found': { name: 'nowhere', known: ['av-digits'] },
  'data.not-a-layout': { folder: 'set', layouts: [{ label: 'CREMA-D', missing: ['AudioWAV'] }] },
  'data.definition-unreadable': { file: 'dataset.json', reason: 'it is not an object' },
  'data.definition-invalid': { file: 'dataset.json', issues },
  'data.folder-missing': { folder: 'set' },
  'data.list-missing': { file: 'train.csv' },
  'data.list-empty': { file: 'train.csv' },
  'data.list-not-utf8': { file: 'train.csv', line: 3, offset: 40, byte: 0xe9 },
  'data.list-bad-line': { file: 'train.csv', line: 3, text: 'no comma' },
  'data.unknown-label': { file: 'train.csv', line: 3, label: 'ANGRY', classes: ['NEU', 'HAP'] },
  'data.duplicate-stem': { file: 'train.csv', line: 3, firstLine: 1, stem: 'a' },
  'data.split-overlap': { stem: 'a', first: at, second: { list: 'test.csv', line: 1 }, count: 3 },
  'data.missing-wav': { ...wav, count: 1 },
  'data.wav-empty': wav,
  'data.wav-truncated': { ...wav, expectedBytes: 100, foundBytes: 50 },
  'data.wav-malformed': { ...wav, reason: 'no data chunk' },
  'data.wav-unsupported': { ...wav, codec: 'ADPCM', bits: 4 },
  'data.wav-not-finite': { ...wav, sample: 7 },
  'data.missing-frames': { ...at, folder: 'a', count: 2 },
  'data.too-few-frames': { ...at, folder: 'a', found: 2, expected: 3, count: 1 },
  'data.image-corrupt': { ...at, file: '1.jpg', reason: 'cut off' },
  'data.file-unreadable': { file: 'a.wav', reason: 'EACCES' },
  'data.speaker-unknown': { speakers: ['x'], known: ['theo'] },
  'data.speaker-missing': { ...at, stem: 'a', field: 3 },
  'data.split-empty': { split: 'validation', reason: 'the setting takes no sample' },
  'data.sample-set-missing': { looked: ['resources'] },
  'data.sample-set-damaged': { file: 'av-digits.zip', reason: 'invalid zip data' },
  'data.cache-unwritable': { folder: 'cache', reason: 'ENOSPC' },
  'data.worker-missing': { looked: ['out/main'] },
  'data.worker-died': { reason: 'out of memory' },
  'data.clip-missing': { ...wav, count: 2 },
  'data.clip-empty': wav,
  'data.clip-truncated': { ...wav, expectedBytes: 100, foundBytes: 50 },
  'data.clip-unreadable': { ...wav, reason: 'no index' },
  'data.clip-unsupported': { ...wav, codec: 'VP6F' },
  'data.clip-no-sound': { ...wav, count: 1 },
  'data.clip-no-video': { ...wav, count: 1 },
  'data.clip-no-frames': { ...wav, rule: 'one a second' },
  'data.clips-without-recording': { folder: 'VideoFlash', first: 'a.flv', count: 2 },
  'data.file-name-form': { file: 'a.wav', form: '<actor>_<sentence>_<EMOTION>_<level>', count: 3 },
  'data.no-files': { folder: 'AudioWAV', expected: 'wav files' },
  'data.speaker-not-told': { stem: 'a' },
  'data.nothing-chosen': {},
  'data.picture-missing': { ...wav, count: 2 },
  'data.media-library-missing': { reason: 'no binding' },
  'data.other-fingerprint': { expected: 'aa', found: 'bb' },
  'trainer.died': { exitCode: 1, signal: null, output: ['last line'] },
  'trainer.killed': {},
  'trainer.not-started': { entry: 'trainer.js', reason: 'ENOENT' },
  'ipc.unknown-call': { call },
  'ipc.bad-request': { call, issues },
  'ipc.bad-answer': { call, issues },
  'ipc.untrusted-sender': { call, url: 'https://example.org/' },
  'host.gone': {},
  'host.not-built': { folder: 'out/renderer' },
  'served.port-taken': { port: 8080 },
  'served.port-refused': { port: 80, reason: 'EACCES' },
  'served.wrong-use': { problem: '--port is "x"' },
  'method.unknown': { found: 'redrge', known: ['redreg'] },
  'method.unknown-link': { method: 'joint', link: 'x', known: [] },
  'method.link-required': { method: 'redreg', link: 'unimodal-scores', neededBy: ['redundancy-monitor'] },
  'method.bad-option': { method: 'redreg', link: 'redundancy-monitor', issues },
  'method.needs-modality': { method: 'text-only', modality: 'text', found: ['audio', 'video'] },
  'method.needs-modalities': { method: 'redreg', found: ['audio'] },
  'chain.missing-signal': { chain: 'c', link: 'orthogonal-projection', signal: 'suppression', providers: ['redundancy-monitor'] },
  'chain.duplicate-link': { chain: 'c', link: 'unimodal-losses' },
  'model.fusion-needs-two': { fusion: 'film', modalities: ['audio'] },
  'model.no-encoder': { modality: 'text', kind: 'sequence', known: ['spectrogram'] },
  'pack.no-python': { tried: [python] },
  'pack.no-pip': { python },
  'store.missing': { file },
  'store.folder-missing': { file, folder: 'none' },
  'store.folder-read-only': { file, folder: 'fixed' },
  'store.read-only': { file, reason: 'EACCES' },
  'store.not-a-file': { file, found: 'folder' },
  'store.not-a-database': { file, found: '"PK"' },
  'store.not-a-library': { file, found: ['bookmarks'] },
  'store.newer-than-app': { file, found: 9, known: 1 },
  'store.needs-migration': { file, found: 0, needed: 1 },
  'store.migration-failed': { file, version: 2, migration: 'runs', detail: 'no space', backup: null },
  'store.damaged': { file, findings: ['row 1 is missing'], backups: [] },
  'store.busy': { file, waitedMs: 5000 },
  'store.disk-full': { file },
  'store.failed': { file, code: 'SQLITE_IOERR', detail: 'disk I/O error' },
  'store.locked': { file, lockFile: `${file}.lock`, pid: 7, since: '12:00' },
  'store.unknown-run': { file, wanted: 'x', near: [], total: 3 },
  'store.ambiguous-run': { wanted: 'x', matches: ['x1', 'x2'] },
  'store.unknown-series': { run: 'r1', wanted: 'x', near: ['y'], total: 3 },
  'store.old-config': { run: 'r1', problems: issues },
  internal: { stack: 'Error: x' },
  'train.not-finite': { epoch: 1, step: 2, loss: 'NaN', lastLink: 'unimodal-losses', lastFinite: { 'loss/fused': 2.3 } },
  'train.bad-setting': { issues },
  'train.unknown-setting': { path: 'training.bach', known: ['batch'] },
  'train.empty-split': { split: 'train' },
  'checkpoint.unreadable': { file: 'best.safetensors', problem: 'it is cut off' },
  'checkpoint.does-not-fit': { file: 'best.safetensors', missing: ['head.weight'], wrong: [] },
  'checkpoint.disk-full': { file: 'best.safetensors' },
  'checkpoint.unwritable': { file: 'best.safetensors', reason: 'EACCES' },
  'checkpoint.missing': { run: 'r1', file: 'last.safetensors' },
  'run.finished': { run: 'r1' },
  'run.is-running': { run: 'r1', pid: 7 },
  'run.not-running': { run: 'r1', status: 'paused' },
  'verify.no-files': { path: 'golden' },
  'verify.bad-file': { file: 'a.f64.json', problem: 'no steps' },
};

test.each(Object.keys(plausible) as ErrorCode[])('%s reads as sentences without a hole', (code) => {
  const text = (catalogue[code] as (params: unknown) => string)(plausible[code]);
  expect(text).toMatch(/^\S.{15,}\S$/s);
  expect(text).not.toMatch(/undefined|\[object/);
});

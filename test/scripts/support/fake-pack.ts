import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import type { MakeOptions, PackRecipe, Progress, Wheel } from '../../../scripts/pack/index.mjs';

/** The project, whose node_modules hold the binding's sources. */
export const root = resolve(import.meta.dirname, '../../..');

/** The real Python with pip, or undefined; tests of the download are skipped without it, except on CI. */
export const realPython = findPython();

function findPython(): string | undefined {
  const found = ['python3', 'python'].find((python) => spawnSync(python, ['-m', 'pip', '--version']).status === 0);
  if (found === undefined && process.env['CI'] === 'true') throw new Error('No Python with pip; on CI that is a failure.');
  return found === undefined
    ? undefined
    : execFileSync(found, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
}

/** A folder of its own for each test, removed when the file's tests are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'redreg-pack-'));
  temporaryFolders.push(folder);
  return folder;
}
const temporaryFolders: string[] = [];
afterAll(() => {
  for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true });
});

/** Writes a program for /bin/sh. */
export function shellProgram(path: string, lines: readonly string[]): string {
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(path, 0o755);
  return path;
}

/** A workbench: small wheels in a folder that pip takes for an index, a compiler that only copies, a Python that counts its downloads. */
export interface Bench {
  readonly folder: string;
  readonly recipe: PackRecipe;
  /** Options for makePack that use all of it. */
  readonly options: MakeOptions & { readonly root: string };
  /** How often pip was asked to download. */
  downloads(): number;
  /** What lies in the packs' folder, other than the pack. */
  leftovers(): string[];
}

const NAME = 'test-x64-cpu-9.9-1';

/** Unpacked size of the fake library, bytes: random, so that it does not shrink, and large enough to be streamed in many pieces. */
const LIBRARY_BYTES = 24e6;

export interface BenchOptions {
  /** Shell lines run before pip downloads, such as a wait. */
  readonly beforeDownload?: readonly string[];
  /** Shell lines run before the compiler writes its file. */
  readonly beforeCompile?: readonly string[];
  readonly libraryBytes?: number;
}

export function bench({ beforeDownload = [], beforeCompile = [], libraryBytes = LIBRARY_BYTES }: BenchOptions = {}): Bench {
  if (realPython === undefined) throw new Error('The bench needs Python with pip.');
  const folder = temporaryFolder();
  const index = join(folder, 'index');
  mkdirSync(index);
  const engine = makeWheel(index, { package: 'fake-engine', tag: 'manylinux_2_27_x86_64', libraryBytes });
  const zig = makeWheel(index, { package: 'fake-zig', tag: 'manylinux_2_27_x86_64', libraryBytes: 1000 });
  const recipe: PackRecipe = {
    name: NAME,
    kind: 'cpu',
    platform: 'test-x64',
    tensorflow: '9.9',
    wheels: [
      {
        ...engine,
        members: [
          { from: /^fake\/(.*\.so)$/, to: 'lib/$1', count: 1 },
          { from: /^fake\/(.*\.h)$/, to: 'include/$1' },
        ],
      },
    ],
    libraries: ['lib/engine.so'],
    zig: { ...zig, members: [{ from: /^fake\/(zig)$/, to: '$1' }] },
    zigTarget: 'any',
  };
  const log = join(folder, 'downloads.log');
  const python = shellProgram(join(folder, 'python'), [
    'if [ "$3" = download ]; then',
    `  echo download >> '${log}'`,
    ...beforeDownload.map((line) => `  ${line}`),
    'fi',
    `exec '${realPython}' "$@"`,
  ]);
  const compiler = shellProgram(join(folder, 'compiler'), [
    'if [ "$1" = --version ]; then echo "fake compiler 1.0"; exit 0; fi',
    ...beforeCompile,
    'echo compiled > tfjs_binding.node',
  ]);
  const cache = join(folder, 'cache');
  return {
    folder,
    recipe,
    options: {
      root,
      cacheFolder: cache,
      platform: 'test-x64',
      table: { 'test-x64-cpu': recipe },
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PYTHON: python, CXX: compiler },
      pipArguments: ['--no-index', '--find-links', index],
      load: () => Promise.resolve(),
    },
    downloads: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0),
    leftovers() {
      const packs = join(cache, 'tensorflow');
      const below = (path: string): string[] => (existsSync(join(packs, path)) ? readdirSync(join(packs, path)) : []);
      return [...below('').filter((name) => name !== NAME && name !== 'downloads'), ...below('downloads')];
    },
  };
}

/** A wheel that pip accepts, with a library, a header and a program in it. */
function makeWheel(index: string, wheel: { package: string; tag: string; libraryBytes: number }): Omit<Wheel, 'members'> {
  const underscored = wheel.package.replaceAll('-', '_');
  const path = join(index, `${underscored}-9.9-cp311-cp311-${wheel.tag}.whl`);
  const script = `
import os, sys, zipfile
path, name, package, size = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
info = name + '-9.9.dist-info/'
with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('fake/engine.so', os.urandom(size))
    z.writestr('fake/c/api.h', '/* header */')
    z.writestr('fake/unused.py', 'raise SystemExit')
    z.writestr('fake/zig', '#!/bin/sh\\necho compiled by zig > tfjs_binding.node\\n')
    z.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: ' + package + '\\nVersion: 9.9\\n')
    z.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: false\\nTag: cp311-cp311-' + sys.argv[5] + '\\n')
    z.writestr(info + 'RECORD', '')
`;
  execFileSync(realPython ?? 'python3', ['-c', script, path, underscored, wheel.package, String(wheel.libraryBytes), wheel.tag]);
  return {
    package: wheel.package,
    version: '9.9',
    sha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
    bytes: statSync(path).size,
    unpackedBytes: wheel.libraryBytes + 1000,
    pip: { python: '3.11', platform: wheel.tag },
  };
}

/** A set-up in a process of its own, which can be killed. */
export interface RunningSetup {
  readonly pid: number;
  readonly events: readonly Progress[];
  /** Resolves when an event fits; rejects when the process ends first. */
  until(fits: (event: Progress) => boolean): Promise<Progress>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly stderr: string }>;
}

export function startSetup(on: Bench): RunningSetup {
  const { load: _, signal: __, ...options } = on.options;
  const settings = join(on.folder, 'options.json');
  writeFileSync(
    settings,
    JSON.stringify(options, (_key, value: unknown) => (value instanceof RegExp ? { regExp: value.source } : value)),
  );
  const child = spawn(process.execPath, [join(import.meta.dirname, 'make-pack.mjs'), settings], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const events: Progress[] = [];
  const waiting = new Set<() => void>();
  let [text, stderr, isOver] = ['', '', false];
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (text + chunk.toString()).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) events.push(JSON.parse(line) as Progress);
    for (const look of waiting) look();
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null; stderr: string }>((done) => {
    child.once('close', (code, signal) => {
      isOver = true;
      for (const look of waiting) look();
      done({ code, signal, stderr });
    });
  });
  return {
    pid: child.pid ?? 0,
    events,
    until: (fits) =>
      new Promise((found, failed) => {
        const look = (): void => {
          const event = events.find(fits);
          if (event === undefined && !isOver) return;
          waiting.delete(look);
          if (event === undefined) failed(new Error(`The set-up ended before that: ${stderr}`));
          else found(event);
        };
        waiting.add(look);
        look();
      }),
    kill: (signal) => void child.kill(signal),
    ended,
  };
}

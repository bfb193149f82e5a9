import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, temporaryFolder } from './fake-pack.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningScript {
  readonly ended: Promise<Ended>;
  /** Resolves when stdout has the text; rejects when the script ends without it. */
  untilPrinted(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** Runs a script of a clone, with a cache of its own and no display. */
export function runScript(folder: string, argv: readonly string[], env: Record<string, string> = {}): RunningScript {
  const [script = '', ...words] = argv;
  const surroundings: NodeJS.ProcessEnv = { ...process.env, REDREG_CACHE: join(folder, 'cache'), ...env };
  for (const name of ['DISPLAY', 'WAYLAND_DISPLAY', 'CI']) if (!(name in env)) Reflect.deleteProperty(surroundings, name);
  const child = spawn(process.execPath, [join(folder, script), ...words], {
    env: surroundings,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const ended = new Promise<Ended>((done) => child.once('close', (code) => void done({ code, stdout, stderr })));
  return {
    ended,
    kill: (signal) => void child.kill(signal),
    untilPrinted: (text) =>
      new Promise((found, failed) => {
        const look = (): void => void (stdout.includes(text) && found());
        child.stdout.on('data', look);
        look();
        void ended.then(() => failed(new Error(`It ended without "${text}": ${stderr}`)));
      }),
  };
}

/** A fresh clone: what the scripts need of one, and no node_modules. */
export function freshClone(): string {
  const folder = temporaryFolder();
  const parts = ['bin', 'scripts', 'package.json', 'package-lock.json', 'src/core/errors/catalogue'];
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true });
  return folder;
}

/** Packages with nothing in them (the binding's sources neither), of which npm's record says that they are complete. */
export function pretendInstalled(folder: string): void {
  for (const part of ['@tensorflow/tfjs-node-gpu/binding', 'node-api-headers/include'])
    mkdirSync(join(folder, 'node_modules', part), { recursive: true });
  cpSync(join(root, 'package-lock.json'), join(folder, 'node_modules', '.package-lock.json'));
}

/** Puts a package's program below the clone's node_modules. */
export function addTool(folder: string, path: string, source: string): void {
  const place = join(folder, 'node_modules', path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(join(folder, 'node_modules', path.split('/')[0] ?? '', 'package.json'), '{ "type": "module" }');
  writeFileSync(place, source);
}

/** A build tool that writes these files below `out`, and empty ones for the rest of a build. */
export function addBuildTool(folder: string, files: Readonly<Record<string, string>>): void {
  const rest = ['main/index.js', 'main/trainer.js', 'main/cli.js', 'main/served.js', 'renderer/index.html'];
  const all = { ...Object.fromEntries(rest.map((name) => [name, ''])), ...files };
  const source = `
import { mkdirSync, writeFileSync } from 'node:fs';
for (const folder of ['out/main', 'out/renderer']) mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(${JSON.stringify(all)})) writeFileSync('out/' + name, text);`;
  addTool(folder, 'electron-vite/bin/electron-vite.js', source);
}

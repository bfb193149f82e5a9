import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { atRoot } from './root.mjs';

/** Downloading Electron may hang behind a firewall that swallows connections, ms. */
const PATIENCE_MS = 5 * 60_000;

/** Path of Electron's binary; undefined where it was not downloaded yet (the package brings it on first use only). */
export function electronBinary() {
  const name = atRoot('node_modules', 'electron', 'path.txt');
  if (!existsSync(name)) return undefined;
  const binary = join(atRoot('node_modules', 'electron', 'dist'), readFileSync(name, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/**
 * Whether a window can be shown.
 *
 * @param {Readonly<Record<string, string | undefined>>} [env]
 * @param {NodeJS.Platform} [system]
 */
export const hasDisplay = (env = process.env, system = process.platform) =>
  system === 'win32' || system === 'darwin' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);

/**
 * Downloads Electron's binary with the package's own script.
 *
 * @param {string} node
 * @param {AbortSignal} [signal]
 */
export async function downloadElectron(node, signal) {
  await run(node, [atRoot('node_modules', 'electron', 'install.js')], { signal, timeoutMs: PATIENCE_MS });
  return electronBinary();
}

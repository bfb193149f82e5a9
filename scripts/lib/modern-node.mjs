import { existsSync } from 'node:fs';
import { isOlder } from './version.mjs';
import { glibcVersion } from '../pack/platform.mjs';
import { atRoot } from './root.mjs';
import { SetupError } from './setup-error.mjs';

/** What the tools and better-sqlite3 need (it crashes on Node 20 instead of saying so). */
const NEEDED = '22.12.0';

/**
 * The Node that everything but these scripts runs on: the one from the registry package where there is one for this machine, else the
 * running one if it is new enough.
 *
 * @param {{ running?: string, isThere?: (path: string) => boolean }} [options] for tests
 * @throws {SetupError} setup.node-too-old
 */
export function modernNode({ running = process.versions.node, isThere = existsSync } = {}) {
  const packaged = atRoot('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  const mayRun = process.platform !== 'linux' || glibcVersion() !== null;
  if (mayRun && isThere(packaged)) return packaged;
  if (!isOlder(running, NEEDED)) return process.execPath;
  throw new SetupError('setup.node-too-old', { found: running, needed: NEEDED });
}

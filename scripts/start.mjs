/**
 * `npm start`: installs what is missing, builds, opens the window; where that cannot be, serves the same program on this machine.
 * Runs on any Node from 20 on with nothing installed. Words after `--` go to the program.
 */
import { downloadElectron, electronBinary, hasDisplay } from './lib/electron.mjs';
import { handOver } from './lib/hand-over.mjs';
import { mainOf, printProblem } from './lib/main-of.mjs';
import { modernNode } from './lib/modern-node.mjs';
import { prepareBuild, preparePack, preparePackages } from './lib/prepare.mjs';
import { createProgress } from './lib/progress.mjs';
import { atRoot, root } from './lib/root.mjs';
import { SetupError } from './lib/setup-error.mjs';

const progress = createProgress();
const words = process.argv.slice(2);

await mainOf(async (signal) => {
  await preparePackages({ progress, signal });
  const node = modernNode();
  await getTensorFlow(signal);
  await prepareBuild({ progress, signal });
  const electron = await findElectron(node, signal);
  progress.end();
  if (electron) return handOver(electron, [root, ...words], { cwd: root });
  return handOver(node, [atRoot('out', 'main', 'served.js'), ...words], { cwd: root });
});

/**
 * Without TensorFlow the program still browses, compares and imports; its text says so.
 *
 * @param {AbortSignal} signal
 */
async function getTensorFlow(signal) {
  try {
    await preparePack('cpu', { progress, signal });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    progress.end();
    printProblem(error, false);
  }
}

/**
 * Electron's binary, if it can show a window here; else one line says what is missing.
 *
 * @param {string} node
 * @param {AbortSignal} signal
 */
async function findElectron(node, signal) {
  if (!hasDisplay()) {
    progress.note(
      'No display (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window: the program is served on this machine instead.',
    );
    return undefined;
  }
  const found = electronBinary();
  if (found) return found;
  progress.step('Downloading the window (Electron, about 110 MB)');
  const electron = await downloadElectron(node, signal);
  if (!electron)
    progress.note("Electron's binary could not be downloaded, so no window: the program is served on this machine instead.");
  return electron;
}

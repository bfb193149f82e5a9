import { makePack } from '../pack/make-pack.mjs';
import { build, isBuilt } from './build.mjs';
import { withLock } from './lock.mjs';
import { modernNode } from './modern-node.mjs';
import { packReporter } from './pack-progress.mjs';
import { installPackages, packagesProblem } from './packages.mjs';
import { atRoot, root } from './root.mjs';

/**
 * @typedef {{ progress: import('./progress.mjs').Progress, signal?: AbortSignal | undefined }} Context
 */

/**
 * Does something to this clone while no other script does. Another clone has another lock.
 *
 * @template T
 * @param {Context} context
 * @param {() => Promise<T>} work
 */
const alone = ({ progress, signal }, work) =>
  withLock(
    atRoot('out', '.setup.lock'),
    { signal, onWait: (pid) => progress.step(`Waiting for another set-up of this folder (process ${pid})`) },
    work,
  );

/**
 * Installs the packages unless they are those of the lock file.
 *
 * @param {Context} context
 */
export async function preparePackages(context) {
  if (packagesProblem(root) === undefined) return;
  await alone(context, async () => {
    const problem = packagesProblem(root);
    if (problem === undefined) return;
    context.progress.step(`Packages: npm ci (${problem}; about half a minute)`);
    await installPackages(root, context.signal);
  });
}

/**
 * Gets the TensorFlow pack unless it is there.
 *
 * @param {import('../pack/types.d.mts').PackKind} kind
 * @param {Context & { again?: boolean }} context
 */
export const preparePack = (kind, { progress, signal, again = false }) =>
  makePack(kind, { root, signal, again, report: packReporter(progress) });

/**
 * Builds the program unless it is built.
 *
 * @param {Context} context
 */
export async function prepareBuild(context) {
  if (isBuilt(root)) return;
  await alone(context, async () => {
    if (isBuilt(root)) return;
    context.progress.step('Building the program');
    await build(root, modernNode(), context.signal);
  });
}

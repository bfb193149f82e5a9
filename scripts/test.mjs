/**
 * `npm test`: installs what is missing, builds, checks style and types, runs every test; stops at the first failure.
 * `npm test -- test/core/x.test.ts` runs only vitest, with these words. Runs on any Node from 20 on with nothing installed.
 */
import { handOver } from './lib/hand-over.mjs';
import { mainOf, printProblem } from './lib/main-of.mjs';
import { modernNode } from './lib/modern-node.mjs';
import { prepareBuild, preparePack, preparePackages } from './lib/prepare.mjs';
import { createProgress } from './lib/progress.mjs';
import { atRoot, root } from './lib/root.mjs';
import { SetupError } from './lib/setup-error.mjs';
import { sharedData } from './lib/shared-data.mjs';

const progress = createProgress();
const words = process.argv.slice(2);
const isCi = process.env['CI'] === 'true';

const TYPESCRIPT = ['typescript', 'bin', 'tsc'];

/** What is checked before the tests, in order: title, tool below node_modules, arguments. */
const checks = /** @type {const} */ ([
  ['Format: prettier', ['prettier', 'bin', 'prettier.cjs'], ['--check', '--log-level', 'warn', '.']],
  ['Style: eslint', ['eslint', 'bin', 'eslint.js'], ['--max-warnings', '0', '.']],
  ['Types: tsc', TYPESCRIPT, ['-b']],
  ['Types of the scripts: tsc', TYPESCRIPT, ['-p', 'scripts/tsconfig.json']],
  [
    'Components: svelte-check',
    ['svelte-check', 'bin', 'svelte-check'],
    ['--tsconfig', 'src/renderer/tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  ],
]);

await mainOf(async (signal) => {
  await preparePackages({ progress, signal });
  const node = modernNode();
  await getTensorFlow(signal);
  await prepareBuild({ progress, signal });
  requireSharedData();
  if (words.length === 0) {
    for (const [title, tool, argv] of checks) {
      signal.throwIfAborted();
      progress.step(title);
      progress.end();
      const code = await runTool(node, tool, argv);
      if (code !== 0) {
        progress.note(`${title}: failed. The tests were not run.`);
        return code;
      }
    }
  }
  progress.step('Tests: vitest');
  progress.end();
  return runTool(node, ['vitest', 'vitest.mjs'], ['run', ...words]);
});

/**
 * @param {string} node
 * @param {readonly string[]} tool
 * @param {readonly string[]} argv
 */
function runTool(node, tool, argv) {
  return handOver(node, [atRoot('node_modules', ...tool), ...argv], { cwd: root });
}

/**
 * Elsewhere than on CI the tests that train are skipped where TensorFlow cannot be had, and say so.
 *
 * @param {AbortSignal} signal
 */
async function getTensorFlow(signal) {
  try {
    await preparePack('cpu', { progress, signal });
  } catch (error) {
    if (isCi || !(error instanceof SetupError)) throw error;
    progress.end();
    printProblem(error, false);
  }
}

/** @throws {SetupError} setup.no-shared */
function requireSharedData() {
  const { folder, isThere } = sharedData();
  if (isThere) return;
  if (isCi) throw new SetupError('setup.no-shared', { folder });
  progress.note(`No test data in ${folder} (or REDREG_SHARED): tests that need it are skipped and say so.`);
}

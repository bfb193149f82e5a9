import { parseArgs } from 'node:util';
import { createProgress } from '../lib/progress.mjs';
import { prepareBuild, preparePack, preparePackages } from '../lib/prepare.mjs';

const USAGE = `redreg setup [--gpu] [--again] [--json]

Installs what training needs and is missing: the packages, the TensorFlow pack, the build.
  --gpu    the pack for NVIDIA cards (2.1 GB to download, 3.6 GB on disk)
  --again  makes the pack anew although it is there
  --json   ends with one JSON object on stdout; progress stays on stderr
`;

/**
 * `redreg setup`.
 *
 * @param {readonly string[]} words
 * @param {AbortSignal} signal
 * @returns {Promise<number>} exit code
 * @throws {SetupError}
 */
export async function setup(words, signal) {
  const options = readOptions(words);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const progress = createProgress();
  const startedAt = Date.now();
  await preparePackages({ progress, signal });
  const { pack, made } = await preparePack(options.gpu ? 'gpu' : 'cpu', { progress, signal, again: options.again });
  await prepareBuild({ progress, signal });
  progress.end();
  const value = {
    kind: pack.kind,
    folder: pack.folder,
    tensorflow: pack.manifest.tensorflow,
    made,
    seconds: Math.round((Date.now() - startedAt) / 100) / 10,
  };
  if (options.json) process.stdout.write(`${JSON.stringify({ ok: true, value })}\n`);
  else
    process.stderr.write(
      made ? 'Everything that training needs is there.\n' : 'Everything that training needs was there already.\n',
    );
  return 0;
}

/**
 * @param {readonly string[]} words
 * @returns {{ gpu: boolean, again: boolean, json: boolean, help: boolean } | string} or what is wrong with them
 */
function readOptions(words) {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  try {
    return parseArgs({ args: [...words], options: { gpu: flag, again: flag, json: flag, help: { ...flag, short: 'h' } } }).values;
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

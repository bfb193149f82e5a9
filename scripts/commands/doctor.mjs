import { MISSING } from '../lib/main-of.mjs';
import * as checks from './checks.mjs';

/** @typedef {import('./checks.mjs').Finding} Finding */

const USAGE = `redreg doctor [--json]

Looks at everything the program stands on and says what is missing and how to get it.
Exit code 0 if training is possible, 3 if something it needs is missing.
`;

/**
 * `redreg doctor`.
 *
 * @param {readonly string[]} words
 * @param {AbortSignal} signal
 * @returns {Promise<number>} exit code
 */
export async function doctor(words, signal) {
  const unknown = words.filter((word) => !['--json', '--help', '-h'].includes(word));
  if (unknown.length > 0) {
    process.stderr.write(`Unknown: ${unknown.join(' ')}\n\n${USAGE}`);
    return 2;
  }
  if (words.includes('--help') || words.includes('-h')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const findings = await examine(signal);
  const canTrain = findings.every(({ isThere, needed }) => isThere || !needed);
  if (words.includes('--json'))
    process.stdout.write(`${JSON.stringify({ ok: true, value: { canTrain, findings, versions: checks.versions() } })}\n`);
  else process.stdout.write(`${findings.map(lineOf).join('\n')}\n\n${summary(canTrain)}\n`);
  return canTrain ? 0 : MISSING;
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<Finding[]>}
 */
async function examine(signal) {
  const engines = [
    await checks.checkPack('cpu', signal),
    await checks.checkPack('gpu', signal),
    await checks.checkStockAddon(signal),
  ];
  const hasEngine = engines.some(({ isThere }) => isThere);
  // One engine is enough. Without any, the CPU pack is what is missing, and what it takes to make it is said below.
  const [cpuPack, ...others] = engines;
  return [
    checks.checkSystem(),
    checks.checkNode(),
    checks.checkPackages(),
    ...(cpuPack ? [{ ...cpuPack, needed: !hasEngine }] : []),
    ...others,
    await checks.checkPython(signal),
    await checks.checkCompiler(signal),
    await checks.checkSpace(!hasEngine),
    checks.checkGpuDriver(),
    checks.checkBuild(),
    checks.checkElectron(),
    checks.checkDisplay(),
    checks.checkBrowser(),
    checks.checkSharedData(),
  ];
}

/** @param {Finding} finding */
function lineOf({ title, isThere, needed, found, advice }) {
  const mark = isThere ? 'ok     ' : needed ? 'MISSING' : '-      ';
  return `${mark}  ${title.padEnd(32)} ${found}${advice === undefined ? '' : `\n${' '.repeat(42)} ${advice}`}`;
}

/** @param {boolean} canTrain */
const summary = (canTrain) =>
  canTrain ? 'Training is possible.' : 'Training is not possible yet: see MISSING. "redreg setup" gets what it can.';

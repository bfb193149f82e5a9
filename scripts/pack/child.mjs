/**
 * Makes a TensorFlow pack for a program that reads along: forked with `cpu` or `gpu`, it sends each `Progress`, and last
 * `{ step: 'failed', error }` where it failed. SIGTERM, or the end of the program, gives it up and cleans up after it.
 */
import { makePack } from './make-pack.mjs';
import { root } from '../lib/root.mjs';
import { SetupError } from '../lib/setup-error.mjs';

/** A message at most so often while bytes come in, ms. */
const LEAST_MS = 100;

const controller = new AbortController();
const giveUp = () => controller.abort(new Error('given up'));
process.once('SIGTERM', giveUp).once('SIGINT', giveUp).once('disconnect', giveUp);

/** @param {object} message */
const send = (message) => {
  if (process.connected) process.send?.(message);
};
let [sentAt, current] = [0, ''];

/** @param {import('./types.d.mts').Progress} progress */
function report(progress) {
  const what = `${progress.step} ${'what' in progress ? progress.what : ''}`;
  if (what === current && Date.now() - sentAt < LEAST_MS) return;
  [sentAt, current] = [Date.now(), what];
  send(progress);
}

const [kind] = process.argv.slice(2);
try {
  await makePack(kind === 'gpu' ? 'gpu' : 'cpu', { root, report, signal: controller.signal });
} catch (error) {
  process.exitCode = 1;
  if (!controller.signal.aborted) send({ step: 'failed', error: dataOf(error) });
}
if (process.connected) process.disconnect();

/** @param {unknown} error */
function dataOf(error) {
  if (error instanceof SetupError) return error.toData();
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), params: {} };
}

import { run, gist } from '../lib/run.mjs';

/**
 * Proves that an addon loads on this machine, in a process of its own (a library that does not fit may end the process), and gives
 * TensorFlow's version. On the CPU: a card may be busy.
 *
 * @param {string} binding
 * @param {AbortSignal} [signal]
 * @throws {Error} with what the system's loader said
 */
export async function loadBinding(binding, signal) {
  const script = `process.stdout.write('version ' + require(process.argv[1]).TF_Version)`;
  const env = { ...process.env, CUDA_VISIBLE_DEVICES: '-1', TF_CPP_MIN_LOG_LEVEL: '2', NODE_OPTIONS: '' };
  const { code, output } = await run(process.execPath, ['-e', script, binding], { env, signal });
  const version = /version (\S+)/.exec(output)?.[1];
  if (code !== 0 || version === undefined)
    throw new Error(code === null ? 'the process was ended by the system while loading it' : gist(output, 1));
  return version;
}

/**
 * The texts of pack.ts, in plain JavaScript: `npm start` and `redreg setup` need them on Node 20, before anything is installed or
 * built. The types stand in pack-texts.d.mts; scripts/tsconfig.json checks this file against them.
 */

const STILL_WORKS = 'Until then everything but training works: browsing, comparing, importing.';

/** @param {number} bytes */
const size = (bytes) => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`);

/** @type {typeof import('./pack-texts.d.mts').packTexts} */
export const packTexts = {
  'pack.no-python': (p) =>
    `The TensorFlow pack is fetched with Python's pip, and no Python was found (tried: ${p.tried.join(', ')}). ` +
    `Install Python 3.8 or newer with pip, or name one in the environment variable PYTHON, then run "redreg setup". ${STILL_WORKS}`,
  'pack.no-pip': (p) =>
    `The TensorFlow pack is fetched with Python's pip, and ${p.python} has no pip. Install it ` +
    `("${p.python} -m ensurepip --user", or your system's package python3-pip), or name another Python in the environment variable ` +
    `PYTHON, then run "redreg setup". ${STILL_WORKS}`,
  'pack.pip-too-old': (p) =>
    `${p.python} has pip ${p.found}; the TensorFlow pack needs pip ${p.needed} or newer. Run "${p.python} -m pip install --upgrade pip", then "redreg setup".`,
  'pack.disk-full': (p) =>
    `The TensorFlow pack needs ${size(p.neededBytes)} of free space in ${p.folder} while it is made, and ${size(p.foundBytes)} is free. ` +
    `Free some, or name a folder on a larger disk in the environment variable REDREG_CACHE, then run "redreg setup".`,
  'pack.not-writable': (p) =>
    `The cache folder ${p.folder} cannot be written (${p.detail}). Make it writable, or name another folder in the environment variable REDREG_CACHE.`,
  'pack.download-failed': (p) =>
    `pip could not download ${p.what}: ${p.detail}. Check the network, and pip's own settings if you use a mirror or a proxy, then run "redreg setup": what is complete is not fetched again.`,
  'pack.hash-mismatch': (p) =>
    `${p.what} is not the file this program was made for: expected sha256 ${p.expected}, found ${p.found}. ` +
    `It was thrown away. Run "redreg setup" again; if it happens twice, the mirror or proxy in between changes files.`,
  'pack.bad-wheel': (p) => `${p.file} cannot be unpacked: ${p.detail}. It was thrown away; run "redreg setup" to fetch it again.`,
  'pack.no-binding-source': (p) =>
    `The sources to compile against are missing: ${p.missing.join(', ')}. Run "npm ci" in ${p.root}, then "redreg setup".`,
  'pack.no-compiler': (p) =>
    `No C++ compiler was found (tried: ${p.tried.join(', ')}), and the one from the Python registry could not be used: ${p.detail} ` +
    `Install g++ or clang++, or name a compiler in the environment variable CXX, then run "redreg setup".`,
  'pack.compile-failed': (p) =>
    `${p.compiler} could not compile the TensorFlow binding: ${p.detail}. Name another compiler in the environment variable CXX, or unset CXX, then run "redreg setup".`,
  'pack.load-failed': (p) =>
    `The TensorFlow pack in ${p.folder} does not load on this machine: ${p.detail}. It needs a 64-bit system with glibc 2.27 or newer ` +
    `(Linux) or macOS 12 (Apple silicon). "redreg setup --again" makes it anew. ${STILL_WORKS}`,
  'pack.unsupported-platform': (p) =>
    `There is no TensorFlow pack (${p.kind}) for ${p.platform}; there is one for ${p.supported.join(', ')}. ` +
    `The addon of @tensorflow/tfjs-node-gpu is used if you have it ("npm rebuild @tensorflow/tfjs-node-gpu --ignore-scripts=false" fetches it). ${STILL_WORKS}`,
  'pack.missing': (p) =>
    `Training needs the TensorFlow pack (${p.kind}), and ${p.folder} does not exist. Run "redreg setup${p.kind === 'gpu' ? ' --gpu' : ''}" to get it. ${STILL_WORKS}`,
  'pack.damaged': (p) =>
    `The TensorFlow pack in ${p.folder} is damaged: ${p.problems.join('; ')}. Run "redreg setup" to make it anew. ${STILL_WORKS}`,
  'pack.no-gpu': (p) =>
    `A GPU was asked for, and TensorFlow found none it can use (${p.detail}). It needs an NVIDIA card with a driver for CUDA 12 ` +
    `(525 or newer). Choose the device "auto" or "cpu", or mend the driver; "redreg doctor" shows what is found.`,
  'setup.node-too-old': (p) =>
    `This step needs Node ${p.needed} or newer, found ${p.found}. On Linux x64 "npm ci" brings it along; elsewhere install Node 24.`,
  'setup.no-modules': (p) =>
    `The packages this program stands on are not installed (${p.reason}). Run "npm ci" in ${p.root}, or "redreg setup", which also gets TensorFlow.`,
  'setup.no-npm': (p) => `npm was not found (tried: ${p.tried.join(', ')}). It comes with Node; install Node 24 with npm.`,
  'setup.install-failed': (p) => `"npm ci" failed in ${p.root}: ${p.detail}. Mend that, then start again: nothing else is lost.`,
  'setup.build-failed': (p) => `The program could not be built in ${p.root}: ${p.detail}`,
  'setup.no-shared': (p) =>
    `The test data is missing: ${p.folder} does not exist, and on CI that is a failure. Name its folder in the environment variable REDREG_SHARED.`,
};

/** What set-up, the trainer and the tests use of the pack's recipe. */
export { SetupError } from '../lib/setup-error.mjs';
export { cacheFolder } from './cache-folder.mjs';
export { findPack, inspectPack } from './find-pack.mjs';
export { makePack } from './make-pack.mjs';
export { packTable } from './table.mjs';
export { platformName } from './platform.mjs';

/** What TypeScript uses of the pack's recipe; the types stand in index.d.mts, and each line below says that it has them. */
import { SetupError as SetupErrorClass } from '../lib/setup-error.mjs';
import { cacheFolder as cacheFolderOf } from './cache-folder.mjs';
import { plainCrc32 as plainCrc32Of } from './crc32.mjs';
import { findPack as findPackOf, inspectPack as inspectPackOf } from './find-pack.mjs';
import { loadBinding as loadBindingOf } from './load-binding.mjs';
import { makePack as makePackOf } from './make-pack.mjs';
import { platformName as platformNameOf } from './platform.mjs';
import { packTable as table } from './table.mjs';
import { readMembers, unpackMember, withZip, ZipError } from './zip.mjs';

/** @typedef {typeof import('./index.d.mts')} Declared */

/** @type {Declared['SetupError']} */
export const SetupError = SetupErrorClass;
/** @type {Declared['packTable']} */
export const packTable = table;
/** @type {Declared['platformName']} */
export const platformName = platformNameOf;
/** @type {Declared['cacheFolder']} */
export const cacheFolder = cacheFolderOf;
/** @type {Declared['inspectPack']} */
export const inspectPack = inspectPackOf;
/** @type {Declared['findPack']} */
export const findPack = findPackOf;
/** @type {Declared['makePack']} */
export const makePack = makePackOf;
/** @type {Declared['loadBinding']} */
export const loadBinding = loadBindingOf;
/** @type {Declared['plainCrc32']} */
export const plainCrc32 = plainCrc32Of;

/** @type {Declared['listZip']} */
export const listZip = (path) => withZip(path, readMembers);

/** @type {Declared['unpackFromZip']} */
export const unpackFromZip = (path, name, to) =>
  withZip(path, async (file) => {
    const member = (await readMembers(file)).find((other) => other.name === name);
    if (member === undefined) throw new ZipError(`it has no ${name}`);
    return unpackMember(file, member, to);
  });

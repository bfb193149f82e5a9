import { chmod } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { readMembers, unpackMember, withZip, ZipError } from './zip.mjs';

/** @typedef {import('./types.d.mts').PackFile} PackFile */
/** @typedef {import('./zip.mjs').ZipMember} ZipMember */

/**
 * Unpacks those members of a wheel that its rules name.
 *
 * @param {string} path
 * @param {readonly import('./types.d.mts').MemberRule[]} rules
 * @param {string} folder
 * @param {{ onBytes?: (doneBytes: number, totalBytes: number) => void, signal?: AbortSignal | undefined }} [options]
 * @returns {Promise<PackFile[]>}
 * @throws {ZipError} where the wheel is damaged, or lacks a member that a rule expects
 */
export async function unpackWheel(path, rules, folder, { onBytes, signal } = {}) {
  return withZip(path, async (file) => {
    const chosen = choose(await readMembers(file), rules);
    const totalBytes = chosen.reduce((sum, { member }) => sum + member.bytes, 0);
    let doneBytes = 0;
    const count = (/** @type {number} */ bytes) => onBytes?.((doneBytes += bytes), totalBytes);
    const files = [];
    for (const { member, to } of chosen) {
      signal?.throwIfAborted();
      const unpacked = await unpackMember(file, member, join(folder, to), { onBytes: count, signal });
      if (member.mode & 0o100) await chmod(join(folder, to), 0o755);
      files.push({ path: to, ...unpacked });
    }
    return files;
  });
}

/**
 * @param {ZipMember[]} members
 * @param {readonly import('./types.d.mts').MemberRule[]} rules
 */
function choose(members, rules) {
  return rules.flatMap((rule) => {
    const found = members.filter((member) => rule.from.test(member.name));
    const isEnough = rule.count === undefined ? found.length > 0 : found.length === rule.count;
    if (!isEnough)
      throw new ZipError(`it has ${found.length} members like ${rule.from.source}, expected ${rule.count ?? 'at least 1'}`);
    return found.map((member) => ({ member, to: inside(member.name.replace(rule.from, rule.to)) }));
  });
}

/**
 * A member's name must not lead out of the folder.
 *
 * @param {string} path
 */
function inside(path) {
  if (posix.isAbsolute(path) || posix.normalize(path) !== path || path.startsWith('..'))
    throw new ZipError(`it has a member that leads elsewhere: ${path}`);
  return path;
}

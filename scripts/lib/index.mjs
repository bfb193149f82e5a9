/** What tests use of the scripts' helpers; the types stand in index.d.mts, and each line below says that it has them. */
import { hashSources as hashSourcesOf, isBuilt as isBuiltOf } from './build.mjs';
import { withLock as withLockOf } from './lock.mjs';
import { modernNode as modernNodeOf } from './modern-node.mjs';
import { packReporter as packReporterOf } from './pack-progress.mjs';
import { packagesProblem as packagesProblemOf } from './packages.mjs';
import * as identity from './process-identity.mjs';
import { createProgress as createProgressOf } from './progress.mjs';

/** @typedef {typeof import('./index.d.mts')} Declared */

/** @type {Declared['withLock']} */
export const withLock = withLockOf;
/** @type {Declared['ownIdentity']} */
export const ownIdentity = identity.ownIdentity;
/** @type {Declared['isAlive']} */
export const isAlive = identity.isAlive;
/** @type {Declared['ownerTag']} */
export const ownerTag = identity.ownerTag;
/** @type {Declared['isOwnerGone']} */
export const isOwnerGone = identity.isOwnerGone;
/** @type {Declared['packagesProblem']} */
export const packagesProblem = packagesProblemOf;
/** @type {Declared['hashSources']} */
export const hashSources = hashSourcesOf;
/** @type {Declared['isBuilt']} */
export const isBuilt = isBuiltOf;
/** @type {Declared['modernNode']} */
export const modernNode = modernNodeOf;
/** @type {Declared['createProgress']} */
export const createProgress = createProgressOf;
/** @type {Declared['packReporter']} */
export const packReporter = packReporterOf;

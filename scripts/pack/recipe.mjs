import { platformName } from './platform.mjs';
import { SetupError } from '../lib/setup-error.mjs';
import { packTable } from './table.mjs';

/** @typedef {import('./types.d.mts').PackKind} PackKind */
/** @typedef {import('./types.d.mts').FindOptions} FindOptions */

/** Names inside every pack. */
export const MANIFEST = 'pack.json';
export const BINDING = 'tfjs_binding.node';

/**
 * How a pack is made on this platform; undefined where there is none.
 *
 * @param {PackKind} kind
 * @param {FindOptions} [options]
 */
export function recipeOf(kind, options = {}) {
  return (options.table ?? packTable)[`${options.platform ?? platformName()}-${kind}`];
}

/**
 * This platform, and those that have a pack of the kind.
 *
 * @param {PackKind} kind
 * @param {FindOptions} [options]
 */
export function platformsOf(kind, options = {}) {
  const recipes = Object.values(options.table ?? packTable).filter((recipe) => recipe.kind === kind);
  return { platform: options.platform ?? platformName(), supported: recipes.map((recipe) => recipe.platform) };
}

/**
 * The error that says so.
 *
 * @param {PackKind} kind
 * @param {FindOptions} [options]
 */
export const unsupported = (kind, options = {}) =>
  new SetupError('pack.unsupported-platform', { kind, ...platformsOf(kind, options) });

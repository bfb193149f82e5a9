import type { FindOptions, PackKind, PackRecipe, SetupErrorCode, SetupErrorParams } from './types.d.mts';

/** Names inside every pack. */
export declare const MANIFEST: string;
export declare const BINDING: string;

/** How a pack is made on this platform; undefined where there is none. */
export declare function recipeOf(kind: PackKind, options?: FindOptions): PackRecipe | undefined;

/** This platform, and those that have a pack of the kind. */
export declare function platformsOf(
  kind: PackKind,
  options?: FindOptions,
): { readonly platform: string; readonly supported: string[] };

/** The error that says so. */
export declare function unsupported(
  kind: PackKind,
  options?: FindOptions,
): Error & { readonly code: SetupErrorCode; readonly params: SetupErrorParams<'pack.unsupported-platform'> };

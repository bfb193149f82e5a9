import type { FindOptions, Pack, PackKind, PackState } from './types.d.mts';

/** Whether the pack is there and whole. */
export declare function inspectPack(kind: PackKind, options?: FindOptions): Promise<PackState>;

/** The pack, or undefined where it was never made. Throws SetupError pack.unsupported-platform, pack.damaged. */
export declare function findPack(kind: PackKind, options?: FindOptions): Promise<Pack | undefined>;

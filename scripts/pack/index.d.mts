/** What TypeScript uses of the pack's recipe. index.mjs says of each that it has this type, so scripts/tsconfig.json checks both. */
import type {
  ErrorData,
  FindOptions,
  MakeOptions,
  Pack,
  PackKind,
  PackState,
  PackTable,
  SetupErrorCode,
  SetupErrorParams,
} from './types.d.mts';

export type * from './types.d.mts';

/** An error the user can mend; the same codes as AppError's. */
export declare class SetupError<C extends SetupErrorCode = SetupErrorCode> extends Error {
  readonly code: C;
  readonly params: SetupErrorParams<C>;
  constructor(code: C, params: SetupErrorParams<C>, options?: ErrorOptions);
  toData(): ErrorData;
}

export declare const packTable: PackTable;

/** This machine, as the table names it: `linux-x64`. */
export declare function platformName(): string;

export declare function cacheFolder(env?: Readonly<Record<string, string | undefined>>, system?: NodeJS.Platform): string;

/** Whether the pack is there and whole. */
export declare function inspectPack(kind: PackKind, options?: FindOptions): Promise<PackState>;

/** The pack, or undefined where it was never made. Throws SetupError pack.unsupported-platform, pack.damaged. */
export declare function findPack(kind: PackKind, options?: FindOptions): Promise<Pack | undefined>;

/** Makes the pack unless it is there. */
export declare function makePack(kind: PackKind, options: MakeOptions & { root: string }): Promise<{ pack: Pack; made: boolean }>;

/** Proves that an addon loads, in a process of its own, and gives TensorFlow's version. */
export declare function loadBinding(binding: string, signal?: AbortSignal): Promise<string>;

/** One member of a zip file; `mode` is the Unix mode, `crc` its CRC-32. */
export interface ZipMember {
  readonly name: string;
  readonly bytes: number;
  readonly packedBytes: number;
  readonly mode: number;
  readonly crc: number;
}

/** The members of a zip file. Throws an error named ZipError where it is none or is damaged. */
export declare function listZip(path: string): Promise<ZipMember[]>;

/** Unpacks one member by its name, checks its size and CRC-32, and gives its sha256. */
export declare function unpackFromZip(path: string, name: string, to: string): Promise<{ bytes: number; sha256: string }>;

/** CRC-32 without zlib's own, for Node before 20.15. */
export declare function plainCrc32(data: Uint8Array, before?: number): number;

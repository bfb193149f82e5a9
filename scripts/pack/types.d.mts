import type { packTexts } from '../../src/core/errors/catalogue/pack-texts.mjs';

/** What the pack computes on: a GPU pack computes on the CPU too where there is no card. */
export type PackKind = 'cpu' | 'gpu';

export type SetupErrorCode = keyof typeof packTexts;
export type SetupErrorParams<C extends SetupErrorCode> = Parameters<(typeof packTexts)[C]>[0];

/** The plain form of an error, as in core/errors. */
export interface ErrorData {
  readonly code: string;
  readonly message: string;
  readonly params: unknown;
}

/** One file of a pack; `path` is relative to the pack's folder, with slashes. */
export interface PackFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** `pack.json`: written last, so that a pack without it was never finished. */
export interface PackManifest {
  readonly format: 1;
  readonly name: string;
  readonly kind: PackKind;
  readonly platform: string;
  readonly tensorflow: string;
  /** Version of @tensorflow/tfjs-node-gpu whose binding was compiled. */
  readonly binding: string;
  readonly compiler: string;
  /** glibc of the machine that made it; null where there is none (macOS). */
  readonly glibc: string | null;
  readonly node: string;
  readonly madeAt: string;
  readonly wheels: readonly { readonly package: string; readonly version: string; readonly sha256: string }[];
  readonly files: readonly PackFile[];
}

/** A pack that may be loaded: `binding` is the absolute path of the addon. */
export interface Pack {
  readonly kind: PackKind;
  readonly folder: string;
  readonly binding: string;
  readonly manifest: PackManifest;
}

export type PackState =
  | { readonly state: 'ready'; readonly folder: string; readonly pack: Pack }
  | { readonly state: 'absent'; readonly folder: string }
  | { readonly state: 'unsupported'; readonly platform: string; readonly supported: readonly string[] }
  | { readonly state: 'damaged'; readonly folder: string; readonly problems: readonly string[] };

export interface FindOptions {
  /** Cache folder; by default REDREG_CACHE or the user's own. */
  readonly cacheFolder?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** `sizes` (default, a millisecond) or `full`: every file's sha256 (about a second for the CPU pack). */
  readonly verify?: 'sizes' | 'full' | undefined;
  /** For tests: other packs than the pinned ones. */
  readonly table?: PackTable | undefined;
  /** For tests: another platform than this machine's, as `linux-x64`. */
  readonly platform?: string | undefined;
}

/** A member to unpack: `from` matches its whole name in the wheel, `to` is its place in the pack (`$1` as in String.replace). */
export interface MemberRule {
  readonly from: RegExp;
  readonly to: string;
  /** How many members must match; the default is at least one. */
  readonly count?: number;
}

export interface Wheel {
  /** Name and version as pip writes them. */
  readonly package: string;
  readonly version: string;
  readonly sha256: string;
  /** Size of the wheel, bytes. */
  readonly bytes: number;
  /** Size of what is unpacked of it, bytes; an estimate for the check of free space. */
  readonly unpackedBytes: number;
  readonly pip: { readonly python: string; readonly platform: string };
  readonly members: readonly MemberRule[];
}

/** Everything a pack is made from. Two recipes with the same `name` must give the same pack: change `revision` in the table otherwise. */
export interface PackRecipe {
  readonly name: string;
  readonly kind: PackKind;
  readonly platform: string;
  readonly tensorflow: string;
  readonly wheels: readonly Wheel[];
  /** Libraries the binding is linked with, relative to the pack. */
  readonly libraries: readonly string[];
  /** The C++ compiler from the Python registry, for a machine that has none. */
  readonly zig: Wheel;
  readonly zigTarget: string;
}

/** By `<platform>-<kind>`. */
export type PackTable = Readonly<Record<string, PackRecipe>>;

/** What happens while a pack is made, for a progress line or a program that reads along. */
export type Progress =
  | { readonly step: 'wait'; readonly pid: number }
  | { readonly step: 'download'; readonly what: string; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly step: 'unpack'; readonly what: string; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly step: 'compile'; readonly compiler: string }
  | { readonly step: 'check' }
  | { readonly step: 'done'; readonly folder: string; readonly made: boolean };

export interface MakeOptions extends FindOptions {
  /** The project's root: node_modules holds the binding's sources. */
  readonly root?: string | undefined;
  readonly report?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Make it anew although it is there. */
  readonly again?: boolean | undefined;
  /** For tests: free bytes of a folder's file system. */
  readonly freeBytes?: ((folder: string) => Promise<number>) | undefined;
  /** For tests: proves that a pack's binding loads; throws otherwise. */
  readonly load?: ((binding: string) => Promise<void>) | undefined;
  /** For tests: arguments for pip, such as `--no-index`. */
  readonly pipArguments?: readonly string[] | undefined;
}

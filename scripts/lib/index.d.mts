/** What tests use of the scripts' helpers. index.mjs says of each that it has this type, so scripts/tsconfig.json checks both. */
import type { Progress as PackProgress } from '../pack/types.d.mts';

/** Does `work` while no other process does; a lock whose holder has ended is taken over. */
export declare function withLock<T>(
  path: string,
  options: { signal?: AbortSignal | undefined; onWait?: (pid: number) => void },
  work: () => Promise<T>,
): Promise<T>;

export interface Identity {
  readonly host: string;
  readonly pid: number;
  readonly start: string;
}

export declare function ownIdentity(): Identity;
export declare function isAlive(identity: Identity): boolean;
export declare function ownerTag(): string;
export declare function isOwnerGone(name: string): boolean;

/** Why the installed packages are not those of package-lock.json; undefined where they are. */
export declare function packagesProblem(root: string): string | undefined;

/** sha256 over names and contents of all sources. */
export declare function hashSources(root: string): string;
export declare function isBuilt(root: string): boolean;

/** The Node that everything but the scripts runs on. Throws SetupError setup.node-too-old. */
export declare function modernNode(options?: { running?: string; isThere?: (path: string) => boolean }): string;

export interface Progress {
  step(title: string): void;
  update(text: string): void;
  note(text: string): void;
  end(): void;
}

export declare function createProgress(options?: {
  stream?: { write(text: string): unknown; isTTY?: boolean; columns?: number };
  now?: () => number;
}): Progress;

export declare function packReporter(progress: Progress, now?: () => number): (event: PackProgress) => void;

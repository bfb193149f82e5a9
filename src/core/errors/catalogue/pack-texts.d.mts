/** One text by code; the parameter's type is what an error with this code carries. */
export declare const packTexts: {
  readonly 'pack.no-python': (p: { readonly tried: readonly string[] }) => string;
  readonly 'pack.no-pip': (p: { readonly python: string }) => string;
  readonly 'pack.pip-too-old': (p: { readonly python: string; readonly found: string; readonly needed: string }) => string;
  readonly 'pack.disk-full': (p: {
    readonly folder: string;
    readonly neededBytes: number;
    readonly foundBytes: number;
  }) => string;
  readonly 'pack.not-writable': (p: { readonly folder: string; readonly detail: string }) => string;
  readonly 'pack.download-failed': (p: { readonly what: string; readonly detail: string }) => string;
  readonly 'pack.hash-mismatch': (p: { readonly what: string; readonly expected: string; readonly found: string }) => string;
  readonly 'pack.bad-wheel': (p: { readonly file: string; readonly detail: string }) => string;
  readonly 'pack.no-binding-source': (p: { readonly root: string; readonly missing: readonly string[] }) => string;
  readonly 'pack.no-compiler': (p: { readonly tried: readonly string[]; readonly detail: string }) => string;
  readonly 'pack.compile-failed': (p: { readonly compiler: string; readonly detail: string }) => string;
  readonly 'pack.load-failed': (p: { readonly folder: string; readonly detail: string }) => string;
  readonly 'pack.unsupported-platform': (p: {
    readonly kind: 'cpu' | 'gpu';
    readonly platform: string;
    readonly supported: readonly string[];
  }) => string;
  readonly 'pack.missing': (p: { readonly kind: 'cpu' | 'gpu'; readonly folder: string }) => string;
  readonly 'pack.damaged': (p: { readonly folder: string; readonly problems: readonly string[] }) => string;
  readonly 'pack.no-gpu': (p: { readonly detail: string }) => string;
  readonly 'setup.node-too-old': (p: { readonly found: string; readonly needed: string }) => string;
  readonly 'setup.no-modules': (p: { readonly root: string; readonly reason: string }) => string;
  readonly 'setup.no-npm': (p: { readonly tried: readonly string[] }) => string;
  readonly 'setup.install-failed': (p: { readonly root: string; readonly detail: string }) => string;
  readonly 'setup.build-failed': (p: { readonly root: string; readonly detail: string }) => string;
  readonly 'setup.no-shared': (p: { readonly folder: string }) => string;
};

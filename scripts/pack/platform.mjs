/**
 * The C library of this Linux: a version as `2.36`, or null where it is not glibc (Alpine's musl) or the system is not Linux.
 *
 * @returns {string | null}
 */
export function glibcVersion() {
  if (process.platform !== 'linux') return null;
  // Without the network part, whose look-ups of names may take seconds. @types/node lacks the switch.
  const diagnostics = /** @type {NodeJS.ProcessReport & { excludeNetwork: boolean }} */ (process.report);
  const before = diagnostics.excludeNetwork;
  diagnostics.excludeNetwork = true;
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (/** @type {unknown} */ (diagnostics.getReport()));
  diagnostics.excludeNetwork = before;
  return report.header.glibcVersionRuntime ?? null;
}

/** @type {string | undefined} */
let known;

/** This machine, as the table of packs names it: `linux-x64`, `darwin-arm64`, `linux-x64-musl`. */
export function platformName() {
  if (known === undefined) {
    const isMusl = process.platform === 'linux' && glibcVersion() === null;
    known = `${process.platform}-${process.arch}${isMusl ? '-musl' : ''}`;
  }
  return known;
}

const list = (items: readonly string[]): string => items.join(', ');
const suggest = (near: readonly string[]): string => (near.length === 0 ? '' : ` Near it: ${list(near)}.`);

/** Errors of the library: the SQLite file that holds the runs. */
export const store = {
  'store.missing': (p: { file: string }) =>
    `There is no library at ${p.file}. Check the path; "redreg train" makes a library with its first run.`,

  'store.folder-missing': (p: { file: string; folder: string }) =>
    `The library ${p.file} cannot be made: its folder ${p.folder} does not exist. Make the folder first, or name another place with --library.`,

  'store.folder-read-only': (p: { file: string; folder: string }) =>
    `The folder ${p.folder} cannot be written, and a library needs two more files beside ${p.file} while it is open. ` +
    `Make the folder writable, or copy the library to a folder that is and name it with --library. "redreg runs" and "redreg show" work as it is.`,

  'store.read-only': (p: { file: string; reason: string }) =>
    `The library ${p.file} cannot be written (${p.reason}); a writable one was expected. Make the file writable, or name another library with ` +
    `--library. "redreg runs" and "redreg show" work as it is.`,

  'store.not-a-file': (p: { file: string; found: string }) =>
    `${p.file} is a ${p.found}; a library is one SQLite file. Name a file in it, for example with --library ${p.file}/library.sqlite.`,

  'store.not-a-database': (p: { file: string; found: string }) =>
    `${p.file} is no SQLite database: it begins with ${p.found}, expected "SQLite format 3". Nothing was changed. Name another file with --library.`,

  'store.not-a-library': (p: { file: string; found: readonly string[] }) =>
    `${p.file} is a SQLite database of another program (its tables: ${list(p.found)}). Nothing was changed. Name another file with --library.`,

  'store.newer-than-app': (p: { file: string; found: number; known: number }) =>
    `The library ${p.file} has version ${p.found}; this program knows versions up to ${p.known}. Nothing was changed. ` +
    `Use the newer program that wrote it, or the backup that program left beside the file (.before-v${p.known + 1}.bak).`,

  'store.needs-migration': (p: { file: string; found: number; needed: number }) =>
    `The library ${p.file} has version ${p.found}, version ${p.needed} is needed, and it was opened only for reading. ` +
    `Start the studio or a training run on it once: it is then brought up to date, with a backup beside it.`,

  'store.migration-failed': (p: { file: string; version: number; migration: string; detail: string; backup: string | null }) =>
    `The library ${p.file} could not be brought to version ${p.version} (${p.migration}): ${p.detail}. It is as it was before.` +
    (p.backup === null ? '' : ` A copy lies at ${p.backup}.`) +
    ` Free some disk space and try again; if it fails again, please report it with this text.`,

  'store.damaged': (p: { file: string; findings: readonly string[]; backups: readonly string[] }) =>
    `The library ${p.file} is damaged: ${p.findings.join('; ')}. Nothing was changed. ` +
    (p.backups.length === 0
      ? `Restore it from a backup of your own, or save what can be read with "sqlite3 FILE .recover".`
      : `Put one of its backups in its place (${list(p.backups)}), or save what can be read with "sqlite3 FILE .recover".`),

  'store.busy': (p: { file: string; waitedMs: number }) =>
    `Another program keeps the library ${p.file} locked (waited ${p.waitedMs / 1000} s). Close it (a database browser, a backup, a sync program) and try again.`,

  'store.disk-full': (p: { file: string }) =>
    `The disk of the library ${p.file} is full. What was written before is safe. Free some space, then resume or retry.`,

  'store.failed': (p: { file: string; code: string; detail: string }) =>
    `The library ${p.file} could not be used: ${p.detail} (${p.code}). Check the disk and the file's permissions, then try again.`,

  'store.locked': (p: { file: string; lockFile: string; pid: number; since: string }) =>
    `The library ${p.file} is in use by process ${p.pid} since ${p.since}, and it has one writer at a time. ` +
    `Wait until that run ends, close that program (or end process ${p.pid}), or name another library with --library.`,

  'store.unknown-run': (p: { file: string; wanted: string; near: readonly string[]; total: number }) =>
    p.total === 0
      ? `There is no run "${p.wanted}": the library ${p.file} holds no run yet. "redreg train" makes one.`
      : `There is no run "${p.wanted}" among the ${p.total} of ${p.file}; an id, the beginning of one, or a name was expected.${suggest(p.near)} "redreg runs" lists all.`,

  'store.ambiguous-run': (p: { wanted: string; matches: readonly string[] }) =>
    `"${p.wanted}" fits ${p.matches.length} runs: ${list(p.matches)}. Give more of the id.`,

  'store.unknown-series': (p: { run: string; wanted: string; near: readonly string[]; total: number }) =>
    `Run ${p.run} has no series "${p.wanted}"; it has ${p.total}.${suggest(p.near)} "redreg show ${p.run}" lists all.`,

  'store.old-config': (p: { run: string; problems: readonly string[] }) =>
    `The configuration of run ${p.run} does not fit this version of the program: ${p.problems.join('; ')}. ` +
    `It can still be looked at and compared; to train it again, start from a new configuration.`,
} as const;

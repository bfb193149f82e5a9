/** Keeping and bringing back copies of the library. */
export const library = {
  'library.training': (p: { file: string }) =>
    `Runs are being trained into the library ${p.file}, so it cannot be replaced now. Pause them first, then restore.`,

  'library.none': (p: { file: string }) => `There is no library at ${p.file} yet, so there is nothing to keep a copy of.`,

  'library.in-place': (p: { file: string }) => `${p.file} is the library that is open. Choose another file.`,

  'library.not-replaced': (p: { file: string; reason: string }) =>
    `${p.file} exists and is no copy of a library (${p.reason}), so it was left alone. Choose another name.`,
} as const;

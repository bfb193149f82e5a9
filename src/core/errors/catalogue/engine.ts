/** Getting TensorFlow from the studio. */
export const engine = {
  'engine.busy': (p: { kind: string }) =>
    `The TensorFlow pack (${p.kind}) is being made, and one is made at a time. Wait until it is there, or cancel it.`,

  'engine.no-installer': (p: { kind: string }) =>
    `This copy of the program came without the part that makes TensorFlow packs. Run "redreg setup${p.kind === 'gpu' ? ' --gpu' : ''}" in the program's folder.`,

  'engine.install-died': (p: { kind: string; detail: string }) =>
    `Making the TensorFlow pack (${p.kind}) ended without a result: ${p.detail}. Try again; what was downloaded whole is not fetched twice.`,
} as const;

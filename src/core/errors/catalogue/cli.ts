export const cli = {
  'cli.unknown-command': (p: { found: string; known: readonly string[] }) =>
    `There is no command "${p.found}". Commands: ${p.known.join(', ')}. \`redreg help\` describes them.`,
  'cli.bad-arguments': (p: { command: string; problem: string; usage: string }) => `${p.problem} Usage: ${p.usage}`,
  'cli.no-checkpoint': (p: { run: string; wanted: string; found: readonly string[] }) =>
    `The run ${p.run} has no checkpoint "${p.wanted}"; it has ${p.found.join(' and ') || 'none'}. ` +
    (p.found.length > 0 ? 'Choose another with --checkpoint.' : 'It ended before the first one was saved.'),
  'cli.studio-gone': (p: { run: string }) =>
    `The studio that trained run ${p.run} was ended before it could save it. What the last checkpoint holds is kept; "redreg resume ${p.run}" goes on from there.`,
} as const;

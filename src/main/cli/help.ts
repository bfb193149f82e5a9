import type { Command } from './command.ts';

const OUTSIDE = [
  ['redreg doctor [--json]', 'What this machine has and lacks.'],
  ['redreg setup [--gpu] [--json]', 'Fetches and builds the TensorFlow pack.'],
] as const;

export function printHelp(commands: readonly Command[]): number {
  const lines = [...(commands.length > 1 ? OUTSIDE : []), ...commands.map(({ usage, summary }) => [usage, summary] as const)];
  for (const [usage, summary] of lines) process.stdout.write(`${usage}\n    ${summary}\n`);
  if (commands.length > 1)
    process.stdout.write('\nEach takes --json for machines and, where runs are concerned, --library FILE.\n');
  return 0;
}

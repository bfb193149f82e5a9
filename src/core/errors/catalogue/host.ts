/** How a process ended, as far as the system told us. */
export interface ExitParams {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** What the process wrote last, oldest line first. */
  readonly output: readonly string[];
}

function exitWords({ exitCode, signal }: ExitParams): string {
  if (signal === 'SIGKILL')
    return 'was killed by the system (SIGKILL), most often because memory ran out. Use a smaller batch or model, or close other programs';
  if (signal !== null) return `was ended by the signal ${signal}`;
  if (exitCode === 0) return 'ended without reporting a result';
  return `ended unexpectedly with exit code ${exitCode ?? 'unknown'}`;
}

const lastLines = (lines: readonly string[]): string => (lines.length === 0 ? '' : ` It wrote last:\n${lines.join('\n')}`);

export const host = {
  'trainer.died': (p: ExitParams) =>
    `The training process ${exitWords(p)}. What the last checkpoint holds is kept.${lastLines(p.output)}`,

  'trainer.killed': (_: Readonly<Record<string, never>>) =>
    'The training process was ended at once, as asked, without waiting for the step in hand. What the last checkpoint holds is kept.',

  'trainer.not-started': (p: { entry: string; reason: string }) =>
    `The training process could not be started from ${p.entry}: ${p.reason}. Build the program again (npm run build), then retry.`,
} as const;

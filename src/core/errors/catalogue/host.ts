/** How a process ended, as far as the system told us. */
export interface ExitParams {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** What the process wrote last, oldest line first. */
  readonly output: readonly string[];
}

function exitWords({ exitCode, signal }: ExitParams): string {
  if (signal === 'SIGKILL')
    return (
      'was killed by the system (SIGKILL), most often because memory ran out. Close other programs and go on with "redreg resume", ' +
      'or train again with a smaller batch (--set training.batch=…) or model'
    );
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

  'ipc.unknown-call': (p: { call: string }) =>
    `The page asked for "${p.call}", which this host does not offer. The page may be of another version: reload it.`,

  'ipc.bad-request': (p: { call: string; issues: readonly string[] }) =>
    `The request "${p.call}" was refused: ${p.issues.join('; ')}. Reload the page; if it happens again, please report it with this text.`,

  'ipc.bad-answer': (p: { call: string; issues: readonly string[] }) =>
    `The answer to "${p.call}" is not of the agreed form: ${p.issues.slice(0, 5).join('; ')}. The page may be of another version: reload it.`,

  'ipc.untrusted-sender': (p: { call: string; url: string }) =>
    `The request "${p.call}" came from ${p.url}, which is not this program's own page. It was refused.`,

  'host.gone': (_: Readonly<Record<string, never>>) =>
    'The program behind this page does not answer. The page goes on trying; if the program was ended, start it again and open the link that it prints.',

  'host.not-built': (p: { folder: string }) =>
    `The built page was expected in ${p.folder}, but it is not there. Build the program (npm run build), then start again.`,

  'served.port-taken': (p: { port: number }) =>
    `Port ${p.port} of 127.0.0.1 is in use by another program. Name another one with --port, or leave it out to get a free one.`,

  'served.port-refused': (p: { port: number; reason: string }) =>
    `Port ${p.port} of 127.0.0.1 could not be opened (${p.reason}). Name a port above 1023 with --port, or leave it out to get a free one.`,

  'served.wrong-use': (p: { problem: string }) => `${p.problem}. Use: [--port 0-65535] [--library FILE].`,
} as const;

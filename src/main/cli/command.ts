/** A command of `redreg`. One file, one line in `commands/index.ts`. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Gets the words after the command's name; returns the exit code. */
  run(words: readonly string[]): Promise<number>;
}

export const DONE = 0;
export const FAILED = 1;
export const WRONG_USE = 2;
export const MISSING = 3;

/** What was wrong with the words typed, as against what was wrong with what they name. */
const WRONG_USE_CODES =
  /^(cli\.(unknown-command|bad-arguments)|method\.|train\.(bad|unknown)-setting|data\.(not-found|no-such-set|name-taken))/;
/** Something that belongs on the machine is not there. */
const MISSING_CODES = /^(pack\.|trainer\.not-started)/;

/** The exit code for an error by its own code. */
export function codeOf(code: string): number {
  if (WRONG_USE_CODES.test(code)) return WRONG_USE;
  return MISSING_CODES.test(code) ? MISSING : FAILED;
}

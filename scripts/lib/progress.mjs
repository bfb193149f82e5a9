/**
 * Progress for people: one line a step, on stderr so that a program's own output stays clean. On a terminal the line is rewritten as
 * it goes on; elsewhere (a log) it is printed again at most every ten seconds.
 *
 * @typedef {{ step: (title: string) => void, update: (text: string) => void, note: (text: string) => void, end: () => void }} Progress
 */

/** Least time between two updates, ms: on a terminal, and in a log. */
const TERMINAL_MS = 100;
const LOG_MS = 10_000;

/** A step that took longer than this says so when it ends, ms. */
const WORTH_SAYING_MS = 2000;

/**
 * @param {{ stream?: { write(text: string): unknown, isTTY?: boolean, columns?: number }, now?: () => number }} [options]
 * @returns {Progress}
 */
export function createProgress({ stream = process.stderr, now = Date.now } = {}) {
  const isTerminal = stream.isTTY === true;
  let [title, startedAt, shownAt, isOpen] = ['', 0, 0, false];

  /** @param {string} text */
  const print = (text) =>
    void stream.write(isTerminal ? `\r\x1b[K${text.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}` : `${text}\n`);
  const end = () => {
    if (!isOpen) return;
    const tookMs = now() - startedAt;
    const took = tookMs > WORTH_SAYING_MS ? ` (${(tookMs / 1000).toFixed(0)} s)` : '';
    if (isTerminal) stream.write(`\r\x1b[K${title}${took}\n`);
    else if (took) stream.write(`  done${took}\n`);
    isOpen = false;
  };
  return {
    step(text) {
      end();
      [title, startedAt, shownAt, isOpen] = [text, now(), now(), true];
      print(isTerminal ? text : `${text} ...`);
    },
    update(text) {
      if (!isOpen || now() - shownAt < (isTerminal ? TERMINAL_MS : LOG_MS)) return;
      shownAt = now();
      print(isTerminal ? `${title}: ${text}` : `  ${text}`);
    },
    note(text) {
      end();
      stream.write(`${text}\n`);
    },
    end,
  };
}

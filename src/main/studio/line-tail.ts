const MOST_LINES = 20;
const MOST_CHARACTERS = 400;

/** Keeps the last lines of a stream that arrives in pieces, long ones cut, so that a dead process's last words fit in a message. */
export function lineTail(): { add(text: string): void; lines(): readonly string[] } {
  let kept: string[] = [];
  let open = '';
  const cut = (line: string): string => (line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line);

  return {
    add(text) {
      const pieces = (open + text).split(/\r?\n|\r/);
      open = (pieces.pop() ?? '').slice(0, MOST_CHARACTERS + 1);
      kept = [...kept, ...pieces.filter((line) => line.trim() !== '').map(cut)].slice(-MOST_LINES);
    },
    lines: () => (open.trim() === '' ? kept : [...kept, cut(open)].slice(-MOST_LINES)),
  };
}

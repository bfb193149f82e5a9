/**
 * Names without the words, between dashes, that all of them begin or end with: `redreg-av-digits-concat-s0` and
 * `ogm-ge-av-digits-concat-s0` become `redreg` and `ogm-ge`. In full where that would leave nothing of one.
 */
export function shortNames(names: readonly string[]): readonly string[] {
  if (names.length < 2) return names;
  const words = names.map((name) => name.split('-'));
  const least = Math.min(...words.map(({ length }) => length));
  const first = words[0] ?? [];
  let begin = 0;
  while (begin < least && words.every((of) => of[begin] === first[begin])) begin++;
  let end = 0;
  while (end < least - begin && words.every((of) => of.at(-1 - end) === first.at(-1 - end))) end++;
  const short = words.map((of) => of.slice(begin, of.length - end).join('-'));
  return short.includes('') ? names : short;
}

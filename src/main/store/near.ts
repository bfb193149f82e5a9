/** The few candidates most like what was asked for, best first: for "did you mean". Nothing is offered that differs in more than half. */
export function near(wanted: string, candidates: readonly string[], count = 5): string[] {
  const asked = wanted.toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, distance: distance(asked, candidate.toLowerCase()) }))
    .filter((entry) => entry.distance <= Math.max(asked.length, entry.candidate.length) / 2)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map((entry) => entry.candidate);
}

/** Levenshtein's distance: insertions, deletions and changes of a character. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

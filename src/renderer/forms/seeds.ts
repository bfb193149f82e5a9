/** Seeds of a text such as `0-4` or `0, 1, 7`, in their order, each once; or what is wrong with it. */
export type Seeds =
  { readonly seeds: readonly number[]; readonly problem: null } | { readonly seeds: readonly []; readonly problem: string };

/** No more at once: each is a run for every method. */
export const MOST_SEEDS = 100;

export function parseSeeds(text: string): Seeds {
  const parts = text.split(/[,\s]+/).filter((part) => part !== '');
  if (parts.length === 0) return wrong('Give one seed at least, as in 0 or 0-4.');
  const seeds = new Set<number>();
  for (const part of parts) {
    const range = /^(\d+)(?:[-–](\d+))?$/.exec(part);
    if (range === null) return wrong(`“${part}” is no seed. Write whole numbers and ranges, as in 0-4 or 0, 1, 7.`);
    const from = Number(range[1]);
    const to = Number(range[2] ?? range[1]);
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return wrong(`“${part}” is too large.`);
    if (to < from) return wrong(`“${part}” runs backwards. Write ${String(to)}-${String(from)}.`);
    if (to - from >= MOST_SEEDS) return wrong(`“${part}” has more than ${String(MOST_SEEDS)} seeds.`);
    for (let seed = from; seed <= to; seed++) seeds.add(seed);
  }
  if (seeds.size > MOST_SEEDS) return wrong(`These are ${String(seeds.size)} seeds; ${String(MOST_SEEDS)} are the most at once.`);
  return { seeds: [...seeds], problem: null };
}

const wrong = (problem: string): Seeds => ({ seeds: [], problem });

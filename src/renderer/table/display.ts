import type { Answer } from '../../core/contract/index.ts';

export type Group = Answer<'runs.table'>['groups'][number];

/** A line of the table: the head of a group, or a run by its place among all runs that fit. */
export type Line = { readonly kind: 'group'; readonly group: Group } | { readonly kind: 'run'; readonly offset: number };

/** The lines of a table, in which heads of groups stand between the runs and closed groups show no runs. */
export interface Display {
  readonly count: number;
  lineAt(index: number): Line | null;
  /** The line of a run; that of its group's head where the group is closed. */
  indexOf(offset: number): number;
}

export function displayOf(total: number, groups: readonly Group[], isClosed: (group: Group) => boolean): Display {
  if (groups.length === 0)
    return {
      count: total,
      lineAt: (index) => (index >= 0 && index < total ? { kind: 'run', offset: index } : null),
      indexOf: (offset) => offset,
    };
  /** Per group its head's line, its first run's offset and how many runs are shown. */
  const heads: { readonly line: number; readonly offset: number; readonly shown: number; readonly group: Group }[] = [];
  let [line, offset] = [0, 0];
  for (const group of groups) {
    const shown = isClosed(group) ? 0 : group.count;
    heads.push({ line, offset, shown, group });
    line += 1 + shown;
    offset += group.count;
  }
  return {
    count: line,
    lineAt(index) {
      const head = index < 0 || index >= line ? undefined : lastNotAbove(heads, (one) => one.line, index);
      if (head === undefined) return null;
      return index === head.line
        ? { kind: 'group', group: head.group }
        : { kind: 'run', offset: head.offset + index - head.line - 1 };
    },
    indexOf(wanted) {
      const head = lastNotAbove(heads, (one) => one.offset, wanted);
      if (head === undefined) return 0;
      return head.shown === 0 ? head.line : head.line + 1 + wanted - head.offset;
    },
  };
}

/** The last item whose number is at most `limit`; the numbers rise. */
function lastNotAbove<T>(items: readonly T[], numberOf: (item: T) => number, limit: number): T | undefined {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && numberOf(item) <= limit) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}

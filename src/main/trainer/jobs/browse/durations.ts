import type { DataReport } from '../../../../core/contract/data.ts';
import type { SourcePlan } from '../../loading/sources/index.ts';

type Durations = NonNullable<DataReport['found']>['durations'];

/** Gathers the seconds of the items that know theirs, modality by modality. */
export function durations(): { add(plans: readonly SourcePlan[]): void; result(): Durations } {
  const seconds = new Map<string, number[]>();
  return {
    add(plans) {
      for (const { modality, items } of plans)
        for (const item of items) {
          if (!('seconds' in item) || typeof item.seconds !== 'number') continue;
          const known = seconds.get(modality.id);
          if (known) known.push(item.seconds);
          else seconds.set(modality.id, [item.seconds]);
        }
    },
    result: () => [...seconds].map(([modality, of]) => ({ modality, files: of.length, ...spread(of) })),
  };
}

/** Least, median (of an even number the mean of the middle two) and most. */
function spread(values: readonly number[]): { least: number; median: number; most: number } {
  const sorted = Float64Array.from(values).sort();
  const at = (i: number): number => sorted[i] ?? NaN;
  const half = sorted.length / 2;
  return { least: at(0), median: (at(Math.ceil(half) - 1) + at(Math.floor(half))) / 2, most: at(sorted.length - 1) };
}

import type { Tensor } from '@tensorflow/tfjs-core';
import type { Dataset, Split } from '../data/dataset.ts';
import { disposeBatch, toDevice } from '../train/device-batch.ts';
import type { Training } from '../train/training.ts';

/** Value of a coalition of players, as a set of their ids. */
export type ValueOf = (coalition: ReadonlySet<string>) => number;

/**
 * Shapley value of every player: φ_m = Σ over S without m of s!(n−s−1)!/n! · (v(S ∪ m) − v(S)), the empty set included. They add up to
 * v(all) − v(∅). Source: BalanceMM (methods.md 6.3).
 */
export function shapleyValues(players: readonly string[], valueOf: ValueOf): Record<string, number> {
  const n = players.length;
  const values: Record<string, number> = {};
  for (const player of players) {
    let total = 0;
    for (const coalition of coalitionsOf(players.filter((other) => other !== player))) {
      const share = (factorial(coalition.length) * factorial(n - coalition.length - 1)) / factorial(n);
      total += share * (valueOf(new Set([...coalition, player])) - valueOf(new Set(coalition)));
    }
    values[player] = total;
  }
  return values;
}

/** All subsets, the empty one first. */
export function coalitionsOf(players: readonly string[]): string[][] {
  let all: string[][] = [[]];
  for (const player of players) all = [...all, ...all.map((coalition) => [...coalition, player])];
  return all;
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

export interface Shapley {
  /** φ by modality; unit: accuracy, so 0.1 is ten points. */
  readonly values: Readonly<Record<string, number>>;
  /** Greatest less least value: with two modalities their difference. */
  readonly imbalance: number;
}

/**
 * Shapley values of the modalities on a split: the value of a set is the fused accuracy with the inputs of all others zeroed, in
 * evaluation mode. Every encoder runs once over the split, and on one sample of zeros a batch. Null where `mayGoOn`
 * said no before the end.
 */
export async function measureShapley(
  training: Training,
  dataset: Dataset,
  split: Split,
  { batch, seed, mayGoOn }: { readonly batch: number; readonly seed: number; readonly mayGoOn?: () => Promise<boolean> },
): Promise<Shapley | null> {
  const modalities = training.request.modalities.map((m) => m.id);
  const coalitions = coalitionsOf(modalities);
  const right = coalitions.map(() => 0);
  let left = split.n;
  for await (const host of dataset.batches(split, { seed, epoch: 0, batch, training: false, modalities })) {
    const onDevice = toDevice(host);
    const answers = training.predictCoalitions(onDevice.inputs, coalitions);
    const labels = host.indices;
    for (const [c, logits] of answers.entries()) {
      right[c] =
        (right[c] ?? 0) +
        countRight(
          logits,
          Array.from(labels, (index) => split.labels[index] ?? -1),
        );
      logits.dispose();
    }
    disposeBatch(onDevice);
    left -= labels.length;
    if (mayGoOn && !(await mayGoOn()) && left > 0) return null;
  }
  const accuracy = new Map(coalitions.map((coalition, c) => [keyOf(coalition), (right[c] ?? 0) / split.n]));
  const values = shapleyValues(modalities, (coalition) => accuracy.get(keyOf([...coalition])) ?? Number.NaN);
  const all = Object.values(values);
  return { values, imbalance: Math.max(...all) - Math.min(...all) };
}

const keyOf = (coalition: readonly string[]): string => [...coalition].sort().join(' ');

/** Rows of logits whose largest entry is the label's; the first on ties. */
function countRight(logits: Tensor, labels: readonly number[]): number {
  const values = logits.dataSync();
  const classes = values.length / labels.length;
  return labels.filter((label, row) => {
    const own = Array.from(values.subarray(row * classes, (row + 1) * classes));
    return own.indexOf(Math.max(...own)) === label;
  }).length;
}

/** The points of a split's values: `shapley/<split>/<modality>` and `shapley/<split>/imbalance`. */
export const shapleySeries = (split: string, { values, imbalance }: Shapley): Record<string, number> => ({
  ...Object.fromEntries(Object.entries(values).map(([id, value]) => [`shapley/${split}/${id}`, value])),
  [`shapley/${split}/imbalance`]: imbalance,
});

import type { BenchPlace, BenchStep } from '../../../../core/contract/bench.ts';

/** What `bench step --json` says of one configuration. */
export interface Summary {
  readonly method: string;
  readonly shape: string;
  readonly batch: number;
  readonly threads: number;
  readonly device: string;
  readonly device_name: string;
  /** Measured steps of all rounds. */
  readonly steps: number;
  /** Median over the measured steps of all rounds. */
  readonly seconds_per_step: number;
  readonly mean_seconds_per_step: number;
  /** Steps whose gradient geometry was measured. Their operations for it are not counted in `gflops_per_step`. */
  readonly geometry_steps: number;
  /** What the geometry adds to the time of training: (median with it − median without it) · its share of the steps / median without it. Null where one of the two is missing. */
  readonly geometry_cost: number | null;
  readonly fastest_seconds: number;
  readonly slowest_seconds: number;
  /** Median; over all threads. */
  readonly processor_seconds_per_step: number;
  /** Processor time over wall time and threads. Well below 1 on a CPU: other programs had their part, and the seconds say little. */
  readonly processor_share: number;
  readonly gflops_per_step: number;
  readonly gflops_per_second: number;
  readonly peak_gflops_per_second: number;
  /** [images, height, width, channels] of the convolution that gave the peak. */
  readonly peak_shape: readonly number[];
  readonly fraction_of_peak: number;
  /** The largest of the rounds' processes. */
  readonly peak_rss_mb: number;
  /** Resident memory after the third step of a process, and after its last. */
  readonly rss_mb_third_step: number;
  readonly rss_mb_last_step: number;
  /** Tensors known to the engine: equal after each step from the third on, in every round. */
  readonly tensors_flat: boolean;
  readonly tensors: number;
  readonly regulated_steps: number;
  readonly dropped_steps: number;
}

export const placeOf = ({ threads, device, deviceName }: BenchPlace) => ({ threads, device, device_name: deviceName });

/** One configuration's rounds as one set of figures. MB are 10⁶ bytes. */
export function summarise(rounds: readonly BenchStep[], of: Pick<Summary, 'method' | 'shape' | 'batch'>): Summary {
  const [first] = rounds;
  const last = rounds.at(-1);
  if (!first || !last) throw new Error('Nothing was measured.');
  const seconds = rounds.flatMap((round) => round.seconds);
  const peak = rounds.flatMap((round) => round.peaks).reduce((best, p) => (p.flopsPerSecond > best.flopsPerSecond ? p : best));
  const middle = median(seconds);
  const perSecond = first.flopsPerStep / middle;
  return {
    ...of,
    ...placeOf(first),
    steps: seconds.length,
    seconds_per_step: middle,
    mean_seconds_per_step: seconds.reduce((total, s) => total + s, 0) / seconds.length,
    geometry_steps: rounds.flatMap((round) => round.geometry).filter(Boolean).length,
    geometry_cost: geometryCost(rounds),
    fastest_seconds: Math.min(...seconds),
    slowest_seconds: Math.max(...seconds),
    processor_seconds_per_step: median(rounds.flatMap((round) => round.processorSeconds)),
    processor_share: processorShare(rounds),
    gflops_per_step: first.flopsPerStep / 1e9,
    gflops_per_second: perSecond / 1e9,
    peak_gflops_per_second: peak.flopsPerSecond / 1e9,
    peak_shape: peak.shape,
    fraction_of_peak: perSecond / peak.flopsPerSecond,
    peak_rss_mb: Math.max(...rounds.map((round) => round.peakRss)) / 1e6,
    rss_mb_third_step: last.rss[0] / 1e6,
    rss_mb_last_step: last.rss[1] / 1e6,
    tensors_flat: rounds.every(({ tensors }) => tensors.slice(2).every((count) => count === tensors[2])),
    tensors: last.tensors.at(-1) ?? 0,
    regulated_steps: rounds.reduce((total, round) => total + round.regulated, 0),
    dropped_steps: rounds.reduce((total, round) => total + round.dropped, 0),
  };
}

function processorShare(rounds: readonly BenchStep[]): number {
  const total = (of: (round: BenchStep) => readonly number[]): number => rounds.flatMap(of).reduce((sum, s) => sum + s, 0);
  return total((r) => r.processorSeconds) / (total((r) => r.seconds) * (rounds[0]?.threads ?? 1));
}

function geometryCost(rounds: readonly BenchStep[]): number | null {
  const steps = rounds.flatMap(({ seconds, geometry }) => seconds.map((s, i) => ({ s, has: geometry[i] === true })));
  const of = (has: boolean): number[] => steps.filter((step) => step.has === has).map(({ s }) => s);
  const [withIt, without] = [of(true), of(false)];
  if (withIt.length === 0 || without.length === 0) return null;
  const plain = median(without);
  return (((median(withIt) - plain) / plain) * withIt.length) / steps.length;
}

/** The middle one, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] =
    sorted.length % 2 === 1 ? [sorted[half], sorted[half]] : [sorted[half - 1], sorted[half]];
  return (low + high) / 2;
}

import type { Estimate } from '../../../core/contract/queue.ts';
import type { ProbeResult } from '../../../core/contract/trainer.ts';
import type { RunConfig } from '../../../core/train/config.ts';
import type { EarlierRun } from '../../store/earlier-runs.ts';
import type { Library } from '../../store/library.ts';

/** What a run of a configuration costs by what a probe of it found: all steps, an evaluation after each epoch, and those at the end. */
export function estimateOf(probe: ProbeResult, { training }: Pick<RunConfig, 'training'>): Estimate {
  const { secondsPerStep, secondsPerSample, stepsPerEpoch, samples, peakMemoryBytes, checkpointBytes } = probe;
  const held = samples.validation + samples.test;
  // The last epoch and the best one are measured on all splits when the run ends.
  const atEnd = 2 * (samples.train + held);
  const seconds = training.epochs * (stepsPerEpoch * secondsPerStep + held * secondsPerSample) + atEnd * secondsPerSample;
  return { secondsPerStep, seconds, peakMemoryBytes, checkpointBytes, from: 'probe' };
}

/** The part of a stored configuration that is read here; it may be of an older program. */
interface StoredConfig {
  readonly method?: string;
  readonly data?: { readonly name?: string };
  readonly training?: { readonly epochs?: number; readonly batch?: number };
}

export interface Known {
  /** Epochs the run is to have; null where its configuration does not say. */
  readonly allEpochs: number | null;
  readonly estimate: Estimate | null;
}

/** What is known beforehand of runs, from runs that were made before with the same method, data, model, batch and machine settings. */
export interface Estimates {
  of(library: Library, run: string): Known;
  /** A run has finished, or the library is another: what was found is void. */
  clear(): void;
}

export function createEstimates(): Estimates {
  // A configuration never changes, so a run is read once.
  const configs = new Map<string, { readonly config: StoredConfig; readonly key: string }>();
  const found = new Map<string, EarlierRun | null>();

  function configOf(library: Library, run: string): { readonly config: StoredConfig; readonly key: string } {
    const known = configs.get(run);
    if (known) return known;
    const config = library.getRun(run).config as StoredConfig;
    const read = { config, key: keyOf(config) };
    configs.set(run, read);
    return read;
  }

  return {
    of(library, run) {
      const { config, key } = configOf(library, run);
      const allEpochs = config.training?.epochs ?? null;
      if (allEpochs === null) return { allEpochs, estimate: null };
      if (!found.has(key)) {
        const earlier = library.listEarlierRuns(config.method ?? '', config.data?.name ?? '');
        found.set(key, earlier.find((one) => keyOf(one.config as StoredConfig) === key) ?? null);
      }
      const like = found.get(key);
      return { allEpochs, estimate: like ? scaled(like, allEpochs) : null };
    },
    clear() {
      configs.clear();
      found.clear();
    },
  };
}

/** Runs with one key cost the same for a step. */
function keyOf(config: StoredConfig): string {
  const costless = { seed: null, preset: null, checkpointMinutes: null };
  return JSON.stringify({ ...config, ...costless, training: config.training?.batch });
}

function scaled({ seconds, steps, environment, peakMegabytes, checkpointBytes }: EarlierRun, epochs: number): Estimate {
  const secondsPerStep = seconds / steps;
  return {
    secondsPerStep,
    seconds: secondsPerStep * environment.stepsPerEpoch * epochs,
    peakMemoryBytes: (peakMegabytes ?? 0) * 1e6,
    checkpointBytes: checkpointBytes ?? 0,
    from: 'earlier-runs',
  };
}

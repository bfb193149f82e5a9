/** A sinc under a Kaiser window. */
export interface Kernel {
  /** 6 dB down, as a share of the Nyquist frequency. */
  readonly cutoff: number;
  /** Samples each side. */
  readonly halfWidth: number;
  /** Of the Kaiser window. */
  readonly beta: number;
}

/** `up` output samples for `down` input samples; `scale` stretches the kernel: 1 over the share of the input's band that it keeps. */
export interface Stage {
  readonly up: number;
  readonly down: number;
  readonly scale: number;
  readonly kernel: Kernel;
}

/** Coefficients kept ready at most: 32 MB. Beyond it (odd pairs of rates) a phase is worked out each time. */
const MAX_COEFFICIENTS = 4_000_000;

/** Stages whose coefficients are kept: a data set has few rates, and most sets one. */
const MAX_STAGES = 4;

/** Modified Bessel function of the first kind, order 0, by its power series. */
export function besselI0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Weight of a sample at distance `d`; 0 beyond the kernel's half width. */
function weight({ cutoff, halfWidth, beta }: Kernel, d: number): number {
  const inside = 1 - (d / halfWidth) ** 2;
  if (inside <= 0) return 0;
  const x = Math.PI * cutoff * d;
  const sinc = Math.abs(x) < 1e-12 ? 1 : Math.sin(x) / x;
  return (cutoff * sinc * besselI0(beta * Math.sqrt(inside))) / besselI0(beta);
}

/** The coefficients of a stage, worked out as they are needed. */
class Phases {
  /** Taps before and after the output point. */
  readonly reach: number;
  readonly #stage: Stage;
  readonly #known: (Float64Array | undefined)[] = [];
  readonly #maxKnown: number;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.reach = Math.ceil(stage.kernel.halfWidth / stage.scale) + 1;
    this.#maxKnown = Math.floor(MAX_COEFFICIENTS / (2 * this.reach + 1));
  }

  /** For an output point `phase / up` samples after the input sample of tap `reach`. */
  at(phase: number): Float64Array {
    const known = this.#known[phase];
    if (known) return known;
    const { up, scale, kernel } = this.#stage;
    const made = Float64Array.from(
      { length: 2 * this.reach + 1 },
      (_, i) => scale * weight(kernel, (i - this.reach - phase / up) * scale),
    );
    if (phase < this.#maxKnown) this.#known[phase] = made;
    return made;
  }
}

const stages = new Map<string, Phases>();

function phasesOf(stage: Stage): Phases {
  const key = JSON.stringify(stage);
  const known = stages.get(key);
  if (known) return known;
  const [oldest] = stages.keys();
  if (stages.size >= MAX_STAGES && oldest !== undefined) stages.delete(oldest);
  const made = new Phases(stage);
  stages.set(key, made);
  return made;
}

/** Sum of taps and samples, the taps' first at sample `start`; samples beyond the ends count as silence. */
function weightedSum(taps: Float64Array, samples: Float32Array, start: number): number {
  const from = Math.max(0, -start);
  const to = Math.min(taps.length, samples.length - start);
  let sum = 0;
  for (let i = from; i < to; i++) sum += (taps[i] ?? 0) * (samples[start + i] ?? 0);
  return sum;
}

/**
 * The first `length` samples of a signal filtered and taken at another rate; sample 0 of both is at time 0.
 *
 *     out[n] = sum_k x[k] scale K((k - n down / up) scale)
 */
export function filter(samples: Float32Array, stage: Stage, length: number): Float32Array {
  const { up, down } = stage;
  const phases = phasesOf(stage);
  const out = new Float32Array(length);
  for (let n = 0; n < length; n++) {
    const at = Math.floor((n * down) / up);
    out[n] = weightedSum(phases.at((n * down) % up), samples, at - phases.reach);
  }
  return out;
}

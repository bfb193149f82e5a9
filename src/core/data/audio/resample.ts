/**
 * Windowed-sinc resampling with the passband of soxr's HQ recipe, which librosa uses by default: flat to 0.913 of the lower Nyquist
 * frequency, closed at 1.0, about 125 dB down. Not soxr itself, so samples differ in the last bits; features are compared below 0.9 of
 * the lower Nyquist frequency (docs/architecture.md).
 */
const PASSBAND = 0.913;
/** Kaiser's formulas for 125 dB: beta = 0.1102 (A - 8.7), taps = (A - 8) / (2.285 width), width in radians. */
const ATTENUATION_DB = 125;
const BETA = 0.1102 * (ATTENUATION_DB - 8.7);
const HALF_WIDTH = Math.ceil((ATTENUATION_DB - 8) / (2.285 * Math.PI * (1 - PASSBAND)) / 2);

/** Phases kept ready at most, in coefficients: 32 MB. Beyond it (odd rate pairs) a phase is worked out each time. */
const MAX_COEFFICIENTS = 4_000_000;

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Weight of an input sample at distance `d` from the output point, in samples of the lower rate; 0 beyond `HALF_WIDTH`. */
function kernel(d: number): number {
  const inside = 1 - (d / HALF_WIDTH) ** 2;
  if (inside <= 0) return 0;
  const cutoff = (1 + PASSBAND) / 2;
  const x = Math.PI * cutoff * d;
  const sinc = Math.abs(x) < 1e-12 ? 1 : Math.sin(x) / x;
  return (cutoff * sinc * besselI0(BETA * Math.sqrt(inside))) / besselI0(BETA);
}

/** Coefficients of one phase: output point at `fraction` (0 to 1) after the input sample of tap index `reach`. */
function phaseCoefficients(fraction: number, scale: number, reach: number): Float64Array {
  return Float64Array.from({ length: 2 * reach + 1 }, (_, i) => scale * kernel((i - reach - fraction) * scale));
}

/**
 * The recording at another rate, linear phase, without delay. Equal rates give the same samples back.
 *
 * Shapes: [n] → [ceil(n to / from)], librosa's length. Units: hertz.
 * Edge: beyond the ends there is silence.
 * Source: librosa.resample(res_type='soxr_hq'). Deviation: see the top of this file.
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const divisor = gcd(from, to);
  const [up, down] = [to / divisor, from / divisor];
  const scale = Math.min(1, to / from);
  const reach = Math.ceil(HALF_WIDTH / scale) + 1;
  const known = up * (2 * reach + 1) <= MAX_COEFFICIENTS ? new Map<number, Float64Array>() : null;
  const out = new Float32Array(Math.ceil((samples.length * up) / down));
  for (let n = 0; n < out.length; n++) {
    const [at, phase] = [Math.floor((n * down) / up), (n * down) % up];
    let taps = known?.get(phase);
    if (!taps) {
      taps = phaseCoefficients(phase / up, scale, reach);
      known?.set(phase, taps);
    }
    const [first, last] = [Math.max(0, reach - at), Math.min(taps.length, samples.length - at + reach)];
    let sum = 0;
    for (let i = first; i < last; i++) sum += (taps[i] ?? 0) * (samples[at - reach + i] ?? 0);
    out[n] = sum;
  }
  return out;
}

import { filter, type Kernel } from './sinc-filter.ts';

/**
 * Resampling after soxr's HQ recipe, which librosa uses by default: flat to 0.913 of the lower Nyquist frequency, closed at 1.0, 126 dB
 * down. soxr takes simple ratios in one stage; others in two: a low pass, at twice the rate if little is lost, then a short filter at
 * every output point. Both are followed here, the second also because it shows at the start of a recording: the second stage sees
 * nothing of the first's ringing before time 0. Ratios that soxr takes in three stages (down by more than 4) are taken in one.
 *
 * The constants are fits to soxr's answers to an impulse (soxr 1.1.0, 40 pairs of rates): the largest difference is 1e-6 of the kernel's
 * peak in one stage, about 1e-5 in two. It is not soxr, so features are compared below 0.9 of the lower Nyquist frequency (docs/architecture.md).
 */
const ONE_STAGE: Kernel = { cutoff: 0.956872, halfWidth: 97.2, beta: 13.04 };
const FIRST_OF_TWO: Kernel = { cutoff: 0.956872, halfWidth: 102.1, beta: 13.707 };
const INSTEAD_OF_THREE: Kernel = { cutoff: 0.95684, halfWidth: 115.4, beta: 16.83 };

/** The second stage's filter for a signal of which the first left only `1 / spare` of the band: as short as that allows. */
function secondOfTwo(spare: number): Kernel {
  const [pass, stop] = [0.9137 / spare, 2 - 0.9741 / spare];
  const transition = 0.578 * (stop - pass);
  return { cutoff: stop - transition, halfWidth: 4.72 / transition, beta: 14.46 };
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** In lowest terms: `up` output samples for `down` input samples. */
function ratio(from: number, to: number): { up: number; down: number } {
  const divisor = gcd(from, to);
  return { up: to / divisor, down: from / divisor };
}

/** soxr's rule for one stage. */
const isSimple = ({ up, down }: { up: number; down: number }): boolean => Math.max(up, down) < 5 || up * down < 6;

function inTwoStages(samples: Float32Array, from: number, to: number, length: number): Float32Array {
  const finer = from < 2 * to ? 2 : 1;
  const ratioOfRates = Math.max(1, from / to);
  const second = secondOfTwo(finer * ratioOfRates);
  const needed = samples.length * finer + Math.ceil(second.halfWidth) + 1;
  const fine = filter(samples, { up: finer, down: 1, scale: 1 / ratioOfRates, kernel: FIRST_OF_TWO }, needed);
  return filter(fine, { ...ratio(from * finer, to), scale: 1, kernel: second }, length);
}

/**
 * The recording at another rate, linear phase, without delay. Equal rates give the same samples back.
 *
 * Shapes: [n] → [ceil(n to / from)], librosa's length. Units: hertz.
 * Edge: beyond the ends there is silence. soxr gives n to / from rounded, librosa fills up with a zero; so the last sample may be 0.
 * Source: librosa.resample(res_type='soxr_hq'). Deviation: see the top of this file.
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const { up, down } = ratio(from, to);
  const length = Math.floor((samples.length * up) / down + 0.5);
  const scale = Math.min(1, to / from);
  const out = new Float32Array(Math.ceil((samples.length * up) / down));
  if (isSimple({ up, down })) out.set(filter(samples, { up, down, scale, kernel: ONE_STAGE }, length));
  else if (from > 4 * to) out.set(filter(samples, { up, down, scale, kernel: INSTEAD_OF_THREE }, length));
  else out.set(inTwoStages(samples, from, to, length));
  return out;
}

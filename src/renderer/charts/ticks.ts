import type { XAxis } from './line.ts';

const PREFIXES: readonly (readonly [size: number, sign: string])[] = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** A step or count in at most five characters or so: 950, 1.5k, 100k, 2M. */
export function short(value: number): string {
  const [size, sign] = PREFIXES.find(([least]) => Math.abs(value) >= least) ?? [1, ''];
  return `${trimmed(value / size, 3)}${sign}`;
}

/** A value as an axis or a tooltip shows it: four significant digits, powers of ten where it is tiny or huge. */
export function value(number: number): string {
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? '+∞' : '−∞';
  const size = Math.abs(number);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return signed(number.toExponential(2).replace(/\.?0*e\+?/, 'e'));
  return signed(trimmed(number, 4));
}

/** Seconds as 12 s, 1:05, 2:03:04; below ten with a decimal. */
export function clock(seconds: number): string {
  if (Math.abs(seconds) < 60) return `${trimmed(seconds, 2)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (number: number): string => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A place on the horizontal axis. */
export function place(at: number, axis: XAxis): string {
  if (axis === 'relative') return clock(at);
  if (axis === 'wall') return new Date(at).toLocaleTimeString('en-GB');
  return axis === 'epoch' ? trimmed(at, 4) : short(at);
}

export const AXIS_TITLES: Readonly<Record<XAxis, string>> = {
  step: 'Step',
  epoch: 'Epoch',
  relative: 'Time since start',
  wall: 'Time of day',
};

const trimmed = (number: number, digits: number): string => String(Number(number.toPrecision(digits)));
const signed = (text: string): string => text.replace('-', '−').replace('e-', 'e−');

/** A share as a percentage with one decimal; a dash where there is none. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;
}

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago, in the largest whole unit: "just now", "5 minutes ago", "yesterday". A clock that runs behind shows "just now". */
export function ago(thenMs: number, nowMs: number): string {
  const seconds = (nowMs - thenMs) / 1000;
  const step = STEPS.find(([, length]) => seconds >= length);
  return step === undefined ? 'just now' : RELATIVE.format(-Math.floor(seconds / step[1]), step[0]);
}

/** A time span as "1 h 04 min", "2 min 05 s" or "41 s". */
export function duration(seconds: number | null): string {
  if (seconds === null) return '–';
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  if (hours > 0) return `${hours} h ${two(minutes)} min`;
  return minutes > 0 ? `${minutes} min ${two(rest)} s` : `${rest} s`;
}

/** Date and time in full, in the reader's own zone. */
export const dateTime = (ms: number): string =>
  new Date(ms).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** A size as "512 B", "1.5 MB" or "12 GB" (steps of 1000). */
export function bytes(count: number | null | undefined): string {
  if (count === null || count === undefined) return '–';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, count < 1000 ? 0 : Math.floor(Math.log10(count) / 3));
  const size = count / 1000 ** step;
  return `${step === 0 || size >= 100 ? size.toFixed(0) : size.toFixed(1)} ${units[step]}`;
}

/** A whole number with a thin space between thousands: "10 000". */
export const count = (value: number): string => value.toLocaleString('en').replaceAll(',', '\u202f');

/** A figure of any size in about four digits: "0.1235", "12.35", "1.235e-5"; NaN and infinity as such. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-3 ? value.toExponential(3) : String(Number(value.toPrecision(4)));
}

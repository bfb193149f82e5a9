import { value } from '../../charts/ticks.ts';
import type { Delta } from '../delta.ts';

/** A difference as "+1.2 points, +1.4 %"; shares differ in percentage points. */
export function deltaText({ absolute, relative }: Delta, isShare: boolean): string {
  const size = isShare ? `${Math.abs(100 * absolute).toFixed(1)} pp` : value(Math.abs(absolute));
  const part = relative === null ? '' : `, ${signOf(relative)}${Math.abs(100 * relative).toFixed(1)} %`;
  return `${signOf(absolute)}${size}${part}`;
}

const signOf = (number: number): string => (number > 0 ? '+' : number < 0 ? '−' : '±');

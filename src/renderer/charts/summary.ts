import { mainOf, type Line, type XAxis } from './line.ts';
import { AXIS_TITLES, value } from './ticks.ts';

/** A chart in words, for those who do not see it. */
export function summaryOf(title: string, lines: readonly Line[], axis: XAxis): string {
  if (lines.length === 0) return `${title}: no points yet`;
  const latest = lines.slice(0, 12).map((line) => {
    const step = line.curve.steps.at(-1) ?? 0;
    return `${line.label} ${value(mainOf(line.curve).at(-1) ?? NaN)} at step ${step}`;
  });
  const rest = lines.length > latest.length ? `, and ${lines.length - latest.length} more` : '';
  return `${title} by ${AXIS_TITLES[axis].toLowerCase()}, ${lines.length === 1 ? 'one line' : `${lines.length} lines`}: ${latest.join('; ')}${rest}`;
}

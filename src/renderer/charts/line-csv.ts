import { csvOf, type CsvCell } from '../export/csv.ts';
import type { Line } from './line.ts';

/** What a chart shows as a table, one row a point: all shown points in full precision, hidden lines left out. */
export function lineCsv(lines: readonly Line[]): string {
  return csvOf(['run', 'line', 'series', 'step', 'time_ms', 'value', 'smoothed'], rowsOf(lines));
}

function* rowsOf(lines: readonly Line[]): Iterable<readonly CsvCell[]> {
  for (const { run, label, curve } of lines)
    for (let i = 0; i < curve.steps.length; i++)
      yield [
        run,
        label,
        curve.name,
        curve.steps[i] ?? null,
        curve.walls[i] ?? null,
        curve.values[i] ?? null,
        curve.smoothed?.[i] ?? null,
      ];
}

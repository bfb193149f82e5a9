import type { RunSummary } from '../../core/contract/runs.ts';
import { modalityToken } from '../parts/modalities.ts';
import { runColour } from '../run-colour.ts';
import { modalityOfSeries } from './group-series.ts';
import { themeColour } from './inks.ts';

/** How a line is drawn and called. */
export interface Look {
  /** What the legend hides and isolates. */
  readonly key: string;
  readonly label: string;
  readonly stroke: string;
  readonly dash: readonly number[];
}

/** Lines of one run that are of no modality are told apart by these. */
const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 3, 2, 3]];

/**
 * The look of one series of a run on a card. Runs differ by colour. Where a card shows one run only, its series have the colour of
 * their modality; where it shows several runs and several series, series differ by dash.
 */
export function lookOf(
  run: RunSummary,
  name: string,
  {
    names,
    isOneRun,
    modalities,
  }: { readonly names: readonly string[]; readonly isOneRun: boolean; readonly modalities: readonly string[] },
  isDark: boolean,
): Look {
  const { stroke, dash } = runColour(run, isDark);
  const isOfModality = isOneRun && modalityOfSeries(name, modalities) !== null;
  if (names.length <= 1 && !isOfModality) return { key: run.id, label: run.name, stroke, dash };
  const part = partOf(name, names, modalities);
  if (!isOneRun)
    return { key: run.id, label: `${run.name} · ${part}`, stroke, dash: DASHES[names.indexOf(name) % DASHES.length] ?? [] };
  if (part === 'threshold') return { key: part, label: part, stroke: themeColour('--warn', isDark), dash: [5, 4] };
  const isModality = part === 'fused' || modalities.includes(part);
  return { key: part, label: part, stroke: isModality ? modalityStroke(part, isDark) : stroke, dash: [] };
}

/** What tells a series from the others of its card: its modality, `fused` for that of all of them, else the end of its name. */
function partOf(name: string, names: readonly string[], modalities: readonly string[]): string {
  const modality = modalityOfSeries(name, modalities);
  if (modality !== null) return modality;
  return names.some((other) => other.startsWith(`${name}/`)) ? 'fused' : lastPart(name);
}

export const modalityStroke = (modality: string, isDark: boolean): string => themeColour(modalityToken(modality), isDark);

const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

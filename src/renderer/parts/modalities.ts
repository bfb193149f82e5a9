import type { RunSummary } from '../../core/contract/runs.ts';

/** Modalities have colours of their own everywhere (theme.css); one that has none there is drawn in grey. */
const COLOURED = ['audio', 'video', 'vision', 'text', 'sequence', 'fused'];

/** The custom property of a modality's colour. */
export const modalityToken = (modality: string): string => `--modality-${COLOURED.includes(modality) ? modality : 'other'}`;

export const modalityColour = (modality: string): string => `var(${modalityToken(modality)})`;

/** The modalities that occur, in the order they first do. */
export function modalitiesOf(runs: readonly RunSummary[]): readonly string[] {
  return [...new Set(runs.flatMap(({ test }) => Object.keys((test.last ?? test.best)?.modalityAccuracy ?? {})))];
}

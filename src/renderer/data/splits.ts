import type { SplitName } from '../../core/contract/data.ts';

/** The splits in their order, with the colour that each is drawn in (told apart by lightness too). */
export const SPLITS: readonly { readonly id: SplitName; readonly label: string; readonly colour: string }[] = [
  { id: 'train', label: 'Train', colour: 'var(--accent)' },
  { id: 'validation', label: 'Validation', colour: 'var(--modality-audio)' },
  { id: 'test', label: 'Test', colour: 'var(--modality-other)' },
];

/** Samples of a split. */
export const sumOf = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);

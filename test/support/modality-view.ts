import type { ModalityView, SampleView } from '../../src/core/contract/data.ts';

/** The view of one kind in a sample, or null. */
export const viewOfKind = <K extends ModalityView['kind']>(
  { modalities }: SampleView,
  kind: K,
): Extract<ModalityView, { kind: K }> | null =>
  (modalities.find((view) => view.kind === kind) as Extract<ModalityView, { kind: K }> | undefined) ?? null;

import type { MethodFamily } from '../../core/train/method.ts';

/** Families in the order in which they are shown. */
export const FAMILIES: readonly { readonly id: MethodFamily; readonly title: string }[] = [
  { id: 'gradients', title: 'Regulate gradients' },
  { id: 'losses', title: 'Add losses' },
  { id: 'baseline', title: 'Baselines' },
];

export const familyTitle = (id: MethodFamily): string => FAMILIES.find((family) => family.id === id)?.title ?? id;

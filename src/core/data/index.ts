import { cremaD } from './crema-d.ts';

/** The layouts, one line each. The loader of each is in `main/trainer/loading/layouts.ts`; without it nothing compiles. */
export const layouts = {
  'crema-d': cremaD,
} as const;

export type LayoutId = keyof typeof layouts;

import { z } from 'zod';
import { layouts, type LayoutId } from './index.ts';
import type { Layout } from './layout.ts';

type Definition = (typeof layouts)[keyof typeof layouts]['definition'];
const definitions = Object.values(layouts).map(({ definition }) => definition) as [Definition, ...Definition[]];

/**
 * What a data set is: a plain JSON definition. Files stay where they are; nothing is copied. Paths are absolute, or relative to
 * the definition file's folder. The type stands by its name: nine definitions written out wherever a run's settings occur made the
 * compiler's work ten times as much.
 */
export const DatasetDefinition: z.ZodType<DatasetDefinition> = z.discriminatedUnion('layout', definitions);
export type DatasetDefinition = z.output<Definition>;

/** The layout of a definition; it takes the definitions of its own layout alone. */
export const layoutOf = ({ layout }: { readonly layout: LayoutId }): Layout<DatasetDefinition> =>
  layouts[layout] as unknown as Layout<DatasetDefinition>;

export type { CremaDDefinition } from './crema-d.ts';
export type { AugmentSettings, FrameSettings, SpectrogramSettings, ValidationSplit } from './settings.ts';

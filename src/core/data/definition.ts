import { z } from 'zod';
import { layouts } from './index.ts';

/**
 * What a data set is: a plain JSON definition. Files stay where they are; nothing is copied. Paths are absolute, or relative to
 * the definition file's folder.
 */
export const DatasetDefinition = z.discriminatedUnion('layout', [layouts['crema-d'].definition]);
export type DatasetDefinition = z.output<typeof DatasetDefinition>;

export type { CremaDDefinition } from './crema-d.ts';
export type { AugmentSettings, FrameSettings, SpectrogramSettings, ValidationSplit } from './settings.ts';

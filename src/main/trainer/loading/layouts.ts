import type { LayoutId } from '../../../core/data/index.ts';
import type { DatasetDefinition } from '../../../core/data/definition.ts';
import { cremaDLoader } from './crema-d.ts';
import type { LayoutLoader } from './layout-loader.ts';

/** The loader of each layout, one line each. */
export const loaders: { readonly [L in LayoutId]: LayoutLoader<DatasetDefinition & { layout: L }> } = {
  'crema-d': cremaDLoader,
};

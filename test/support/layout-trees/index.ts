import type { LayoutId } from '../../../src/core/data/index.ts';
import { aveTree } from './ave.ts';
import { cremaDTree } from './crema-d.ts';
import { folderTree } from './folder.ts';
import { cremaDOriginalTree } from './crema-d-original.ts';
import { mosiTree } from './mosi.ts';
import { mosiSdkTree } from './mosi-sdk.ts';
import { kineticsClipsTree } from './kinetics-clips.ts';
import { kineticsSoundsTree } from './kinetics-sounds.ts';
import { vggSoundTree } from './vggsound.ts';

/** A small set in a layout as its own tools write it. */
export interface LayoutTree {
  /** What a person points the program at: a folder or a file. */
  readonly path: string;
  /** What the definition needs besides what is found by itself. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Samples of the whole set, those that cannot be used aside. */
  readonly samples: number;
  readonly classes: number;
  /** Modality ids in the order of the network's branches. */
  readonly modalities: readonly string[];
}

/** Writes, or copies from the fixtures, a tree into an empty folder. */
export type MakeTree = (folder: string) => Promise<LayoutTree> | LayoutTree;

/** One line a layout: the conformance table takes each through the same properties. */
export const layoutTrees: { readonly [L in LayoutId]: MakeTree } = {
  'crema-d': cremaDTree,
  'crema-d-original': cremaDOriginalTree,
  mosi: mosiTree,
  'mosi-sdk': mosiSdkTree,
  'kinetics-sounds': kineticsSoundsTree,
  'kinetics-clips': kineticsClipsTree,
  vggsound: vggSoundTree,
  ave: aveTree,
  folder: folderTree,
};

import type { LayoutId } from '../../../core/data/index.ts';
import type { DatasetDefinition } from '../../../core/data/definition.ts';
import { aveLoader } from './ave.ts';
import { cremaDLoader } from './crema-d.ts';
import { folderLoader } from './folder.ts';
import { cremaDOriginalLoader } from './crema-d-original.ts';
import { kineticsClipsLoader } from './kinetics-clips.ts';
import { kineticsSoundsLoader } from './kinetics-sounds.ts';
import type { LayoutLoader } from './layout-loader.ts';
import { mosiLoader } from './mosi.ts';
import { mosiSdkLoader } from './mosi-sdk.ts';
import { vggSoundLoader } from './vggsound.ts';

/** The loader of each layout, one line each; each reads the definitions of its own layout alone. */
export const loaders: Readonly<Record<LayoutId, LayoutLoader<DatasetDefinition>>> = {
  'crema-d': cremaDLoader,
  'crema-d-original': cremaDOriginalLoader,
  'kinetics-sounds': kineticsSoundsLoader,
  'kinetics-clips': kineticsClipsLoader,
  vggsound: vggSoundLoader,
  ave: aveLoader,
  mosi: mosiLoader,
  'mosi-sdk': mosiSdkLoader,
  folder: folderLoader,
};

import { ave } from './ave.ts';
import { cremaD } from './crema-d.ts';
import { folderOfClips } from './folder.ts';
import { cremaDOriginal } from './crema-d-original.ts';
import { kineticsClips } from './kinetics-clips.ts';
import { kineticsSounds } from './kinetics-sounds.ts';
import { mosi } from './mosi.ts';
import { mosiSdk } from './mosi-sdk.ts';
import { vggSound } from './vggsound.ts';

/** The layouts, one line each, in the order in which a folder is tried: the more particular first. The loader of each is in `main/trainer/loading/layouts.ts`; without it nothing compiles. */
export const layouts = {
  'crema-d': cremaD,
  'crema-d-original': cremaDOriginal,
  'kinetics-sounds': kineticsSounds,
  'kinetics-clips': kineticsClips,
  vggsound: vggSound,
  ave,
  mosi,
  'mosi-sdk': mosiSdk,
  folder: folderOfClips,
} as const;

export type LayoutId = keyof typeof layouts;

export const isLayout = (id: string): id is LayoutId => Object.hasOwn(layouts, id);

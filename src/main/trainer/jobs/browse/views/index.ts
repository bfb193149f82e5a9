import type { ModalityView } from '../../../../../core/contract/data.ts';
import type { SourcePlan } from '../../../loading/sources/index.ts';
import { clipFbankView } from './clip-fbank-view.ts';
import { clipFramesView } from './clip-frames-view.ts';
import { clipSoundView } from './clip-sound-view.ts';
import { featuresView } from './features-view.ts';
import { framesView } from './frames-view.ts';
import { segmentView } from './segment-view.ts';
import { npySequenceView } from './npy-sequence-view.ts';
import { sequenceView } from './sequence-view.ts';
import { soundView } from './sound-view.ts';

/** How the one item of a plan is shown. */
export type Viewer<P extends SourcePlan> = (plan: P) => Promise<ModalityView | null>;

/** The viewer of each kind of source, one line each. */
const viewers: { readonly [K in SourcePlan['kind']]: Viewer<Extract<SourcePlan, { kind: K }>> } = {
  'wav-spectrogram': soundView,
  'picture-frames': framesView,
  'stored-features': featuresView,
  'wav-crop': soundView,
  'clip-fbank': clipFbankView,
  'sequence-rows': sequenceView,
  'csd-segments': segmentView,
  'clip-frames': clipFramesView,
  'clip-spectrogram': clipSoundView,
  'npy-sequence': npySequenceView,
};

/** A modality of a sample, from the plan of its one item. Errors: those of decoding. */
export const viewOf = (plan: SourcePlan): Promise<ModalityView | null> => (viewers[plan.kind] as Viewer<SourcePlan>)(plan);

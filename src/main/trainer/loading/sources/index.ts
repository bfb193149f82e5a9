import { clipFbank, type ClipFbankPlan } from './clip-fbank.ts';
import { clipFrames, type ClipFramePlan } from './clip-frames.ts';
import { clipSpectrogram, type ClipSpectrogramPlan } from './clip-spectrogram.ts';
import { npySequences, type NpySequencePlan } from './npy-sequence.ts';
import { pictureFrames, type FramePlan } from './picture-frames.ts';
import { csdSegments, type SegmentPlan } from './csd-segments.ts';
import { sequenceRows, type SequencePlan } from './sequence-rows.ts';
import type { Source } from './source.ts';
import { storedFeatureFiles, type FeaturePlan } from './stored-features.ts';
import { wavCrop, type WavCropPlan } from './wav-crop.ts';
import { wavSpectrogram, type WavPlan } from './wav-spectrogram.ts';

/** The kinds of source, one line each. */
export const sources = {
  'wav-spectrogram': wavSpectrogram,
  'picture-frames': pictureFrames,
  'stored-features': storedFeatureFiles,
  'wav-crop': wavCrop,
  'clip-fbank': clipFbank,
  'sequence-rows': sequenceRows,
  'csd-segments': csdSegments,
  'clip-frames': clipFrames,
  'clip-spectrogram': clipSpectrogram,
  'npy-sequence': npySequences,
} as const;

export type SourcePlan =
  | WavPlan
  | FramePlan
  | FeaturePlan
  | WavCropPlan
  | ClipFbankPlan
  | SequencePlan
  | SegmentPlan
  | ClipFramePlan
  | ClipSpectrogramPlan
  | NpySequencePlan;

/** The source of a plan. The table's keys and the plans' kinds are checked to agree where it is made; here the link between them is lost. */
export function sourceOf<P extends SourcePlan>(plan: P): Source<P> {
  return sources[plan.kind] as unknown as Source<P>;
}

import type { ModalityView } from '../../../../../core/contract/data.ts';
import { decodeWav } from '../../../../../core/data/audio/wav-samples.ts';
import { fileBytes } from '../../../loading/files.ts';
import type { WavCropPlan } from '../../../loading/sources/wav-crop.ts';
import type { WavPlan } from '../../../loading/sources/wav-spectrogram.ts';
import { playableWav } from '../playable-wav.ts';
import { waveform } from '../waveform.ts';
import { networkInput } from './network-input.ts';

type Sound = Extract<ModalityView, { kind: 'spectrogram' }>['sound'];

/** A recording to be heard and seen. Shapes: samples [length], −1 to 1. */
export const soundOf = (
  samples: Float32Array,
  rate: number,
  usedSeconds: number,
  filledWith: NonNullable<Sound>['filledWith'] = 'repeats',
): NonNullable<Sound> => ({
  wav: playableWav(samples, rate),
  rate,
  seconds: samples.length / rate,
  usedSeconds,
  filledWith,
  waveform: waveform(samples),
});

/** The whole recording to be heard, and what evaluation takes of it as a spectrogram: all of it, or a part. */
export async function soundView(plan: WavPlan | WavCropPlan): Promise<ModalityView | null> {
  const [item] = plan.items;
  if (!item) return null;
  const { samples, rate } = decodeWav(await fileBytes(item.file), item);
  const [bins = 0, frames = 0] = plan.modality.shape;
  return {
    kind: 'spectrogram',
    modality: plan.modality.id,
    values: await networkInput(plan),
    shape: [bins, frames],
    time: 'columns',
    topHertz: plan.settings.rate / 2,
    sound: soundOf(samples, rate, plan.settings.seconds),
  };
}

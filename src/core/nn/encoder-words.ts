import type { ModalityInfo } from '../data/dataset.ts';
import type { ModelSettings } from '../train/config.ts';
import type { SequenceSettings } from './sequence-settings.ts';

/**
 * What encoders these settings give modalities of these kinds, in words: all that their weights' shapes depend on but the data's own. Two
 * runs that differ in it have gradients of other lengths.
 */
export function encoderWords({ width, sequence }: ModelSettings, kinds: readonly ModalityInfo['kind'][]): string {
  const pictures = kinds.some((kind) => kind !== 'sequence') ? [`ResNet-18, width ${String(width)}`] : [];
  return [...pictures, ...(kinds.includes('sequence') ? [sequenceWords(sequence)] : [])].join('; ');
}

function sequenceWords(settings: SequenceSettings): string {
  const width = settings.dim === null ? 'twice the features' : String(settings.dim);
  if (settings.kind === 'gru') return `GRU, width ${width}`;
  const { layers, heads, feedForward } = settings;
  return `transformer, width ${width}, ${String(layers)} layers of ${String(heads)} heads, feed-forward ${String(feedForward)}`;
}

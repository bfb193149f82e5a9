import type { ModalityInfo } from '../data/dataset.ts';
import type { Model } from '../nn/late-fusion.ts';
import type { Chain } from './chain.ts';

/**
 * Floating-point operations of one training step, counted from the model and the chain: convolutions and the encoders' matrix products only, two a multiply-accumulate.
 *
 *     forward   = encoder.macs
 *     backward  = input gradient + weight gradient = 2 · encoder.macs − the first layer, whose input needs no gradient
 *     step      = forward · (1 + the links' extra) + backward · (1 + the links' extra)
 *
 * One backward gives the gradient of any sum of losses, and two per encoder give every loss's own: what a step needs, not what a
 * program happens to do (methods.md 8). A dropped modality counts in full.
 */
export function stepFlops(
  { model, modalities, chain }: { readonly model: Model; readonly modalities: readonly ModalityInfo[]; readonly chain: Chain },
  batch: number,
): number {
  const extra = (pass: 'forwards' | 'backwards'): number =>
    chain.links.reduce((total, { costs }) => total + (costs?.[pass] ?? 0), 0);
  const [forwards, backwards] = [1 + extra('forwards'), 1 + extra('backwards')];
  const macs = modalities.reduce((total, { id }) => {
    const encoder = model.encoders[id];
    if (!encoder) throw new Error(`The model has no encoder of the modality ${id}.`);
    return total + forwards * encoder.macs + backwards * (2 * encoder.macs - encoder.firstMacs);
  }, 0);
  return 2 * macs * batch;
}

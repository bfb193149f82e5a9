import type { Losses } from '../train/link.ts';

/**
 * The one more gradient that an encoder's geometry needs, by loss: the fused loss's where the encoder's own loss counts (the own one then
 * follows from the total), else the own loss's. Through each encoder once, so together one more backward. A model of one modality needs
 * none: its own loss is the fused one.
 */
export function geometryWish(losses: Losses, modalities: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>();
  if (modalities.length < 2) return wanted;
  for (const id of modalities) {
    const loss = otherLoss(losses, id);
    wanted.set(loss, new Set([...(wanted.get(loss) ?? []), id]));
  }
  return wanted;
}

/** The loss whose gradient is measured beside the total one. */
export const otherLoss = (losses: Losses, modality: string): string =>
  (losses[modality]?.weight ?? 0) === 0 ? modality : 'fused';

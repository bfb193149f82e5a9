import { div, maximum, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { ParameterInfo, Tensors } from '../nn/parameter.ts';
import { totalNorm } from '../tensor/norm.ts';

/**
 * Scales each owner's gradients (every encoder with its head, and what all share) so that their joint norm is at most `limit`:
 * g ← g · limit / max(‖g‖, limit). By owner, so that one modality's outburst does not still the others.
 */
export function clipByOwner(gradients: Tensors, parameters: readonly ParameterInfo[], limit: number): Tensors {
  const byOwner = new Map<string, string[]>();
  for (const { name, owner } of parameters)
    if (gradients[name]) byOwner.set(owner ?? '', [...(byOwner.get(owner ?? '') ?? []), name]);
  const clipped: Record<string, Tensor> = {};
  for (const names of byOwner.values()) {
    const own = names.flatMap((name) => gradients[name] ?? []);
    const factor = tidy(() => div(limit, maximum(totalNorm(own), limit)));
    for (const [i, name] of names.entries()) clipped[name] = mul(own[i] as Tensor, factor);
    factor.dispose();
  }
  return clipped;
}

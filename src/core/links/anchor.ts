import { add, clone, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { ParameterInfo, Tensors } from '../nn/parameter.ts';

/** Encoder weights from which a pull-back measures the drift: as they stood at the start of the epoch, unless a link has it otherwise. */
export interface Anchor {
  readonly weights: Tensors;
}

/** Copies of the encoders' weights. Memory: the state owns them. */
export function anchorAt(parameters: readonly ParameterInfo[], weights: Tensors): Anchor {
  const copies: Record<string, Tensor> = {};
  for (const { name, part } of parameters) {
    const weight = weights[name];
    if (part === 'encoder' && weight) copies[name] = clone(weight);
  }
  return { weights: copies };
}

/** anchor ← m · anchor + (1 − m) · w. Memory: the state owns the new tensors. */
export function averagedAnchor({ weights: anchors }: Anchor, weights: Tensors, momentum: number): Anchor {
  const moved = Object.entries(anchors).map(([name, anchor]) => {
    const weight = weights[name];
    return [name, weight ? tidy(() => add(mul(anchor, momentum), mul(weight, 1 - momentum))) : anchor] as const;
  });
  return { weights: Object.fromEntries(moved) };
}

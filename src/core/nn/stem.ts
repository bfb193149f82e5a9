import { clone, type Tensor } from '@tensorflow/tfjs-core';
import { maxPool, maxPoolGradient } from '../tensor/max-pool.ts';
import { operation } from '../tensor/record.ts';
import { reluGradient } from '../tensor/relu-gradient.ts';
import { unitBackward, unitForward, unitInference, unitSaved, type UnitStatistics, type UnitWeights } from './unit.ts';

const CONVOLUTION = { stride: 2, padding: 3 } as const;
/** Zeros serve as padding because a ReLU stands before. */
const POOL = { size: 3, stride: 2, padding: 1 } as const;

/**
 * maxpool3x3/2(relu(norm(conv7x7/2(x)))), one operation of the tape with a gradient written by hand. [N,H,W,C] → [N,H/4,W/4,D].
 * The pictures themselves get no gradient. `tell` gets the batch statistics. Source: He et al. 2015; methods.md 4.1.
 */
export function stem(x: Tensor, unit: UnitWeights, careful: boolean, tell: (statistics: UnitStatistics) => void): Tensor {
  const { filter, scale, offset } = unit;
  return operation('Stem', { filter, scale, offset }, () => {
    const input = clone(x);
    const forward = unitForward(x, unit, CONVOLUTION, { rectified: true, careful });
    const inner = forward.norm.y;
    const pooled = maxPool(inner, POOL);
    tell(forward.norm);
    const output = clone(pooled.y);
    return {
      value: pooled.y,
      saved: [input, inner, output, ...pooled.reserve, ...unitSaved(forward)],
      gradient(dy, last) {
        const dinner = maxPoolGradient(inner, { y: output, reserve: pooled.reserve }, dy, POOL);
        if (last) for (const tensor of [output, ...pooled.reserve]) tensor.dispose();
        const dnorm = reluGradient(dinner, inner);
        dinner.dispose();
        if (last) inner.dispose();
        const { x: none, ...gradients } = unitBackward(dnorm, input, unit, forward, CONVOLUTION, { last, wantsInput: false });
        none?.dispose();
        dnorm.dispose();
        return gradients as Readonly<Record<string, Tensor>>;
      },
    };
  });
}

/** The same with running statistics, as in evaluation. Not taped. The caller owns the result. */
export function stemInference(x: Tensor, unit: UnitWeights, statistics: UnitStatistics): Tensor {
  const inner = unitInference(x, unit, statistics, CONVOLUTION, true);
  const { y } = maxPool(inner, POOL, false);
  inner.dispose();
  return y;
}

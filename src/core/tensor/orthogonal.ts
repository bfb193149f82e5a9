import { add, div, mul, sub, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** Keeps the division finite when the gradient is exactly zero. The value is the released code's. */
const EPSILON = 1e-12;

/**
 * The part of `drift` orthogonal to `gradient`. Adding it to an update does not change the loss to first order, so a dominant
 * modality can be held back without undoing its task step.
 *
 *     d⊥ = d − (⟨d, g⟩ / (‖g‖² + ε)) · g
 *
 * Shapes: `drift`, `gradient` and the result have one shape, of any rank; the inner product runs over all elements, so there is one
 *   projection per tensor, not one per row.
 * Units: those of `drift` (parameter units); only the direction of `gradient` matters.
 * Edge: a zero `gradient` gives `drift` back unchanged.
 * Memory: borrows both inputs, returns one new tensor that the caller owns.
 * Source: RedReg, main_RedReg.py at b620a46 (methods.md 1.3, step 12). The abstract speaks of the joint gradient subspace; the
 *   released code projects per tensor, and so does this.
 */
export function orthogonalComponent(drift: Tensor, gradient: Tensor): Tensor {
  return tidy(() => {
    const scale = div(sum(mul(drift, gradient)), add(sum(mul(gradient, gradient)), EPSILON));
    return sub(drift, mul(scale, gradient));
  });
}

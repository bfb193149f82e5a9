import { add, addN, div, mul, sub, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensors } from '../nn/parameter.ts';
import { orthogonalComponent } from '../tensor/orthogonal.ts';

/** Keeps the division finite; the released code's value. */
const EPSILON = 1e-12;

/**
 * The part of each vector across its reference. A vector whose reference is absent or zero stays whole.
 *
 *     tensor     v − (⟨v, g⟩ / (‖g‖² + ε)) · g          each tensor for itself, as in the released code
 *     encoder    the same with the inner products summed over all tensors, as if they were one long vector
 *     none       v
 *
 * Memory: the caller owns the answer, which with `none` holds the given tensors themselves.
 */
export function across(vectors: Tensors, references: Tensors, scope: 'tensor' | 'encoder' | 'none'): Tensors {
  if (scope === 'none') return vectors;
  if (scope === 'tensor')
    return mapTensors(vectors, (vector, name) => {
      const reference = references[name];
      return reference ? orthogonalComponent(vector, reference) : vector;
    });
  return tidy(() => {
    const pairs = Object.entries(vectors).flatMap(([name, vector]) => {
      const reference = references[name];
      return reference ? [[vector, reference] as const] : [];
    });
    if (pairs.length === 0) return vectors;
    const inner = addN(pairs.map(([vector, reference]) => sum(mul(vector, reference))));
    const square = addN(pairs.map(([, reference]) => sum(mul(reference, reference))));
    const scale = div(inner, add(square, EPSILON));
    return mapTensors(vectors, (vector, name) => {
      const reference = references[name];
      return reference ? sub(vector, mul(scale, reference)) : vector;
    });
  }) as Tensors;
}

const mapTensors = (tensors: Tensors, f: (tensor: Tensor, name: string) => Tensor): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, f(tensor, name)]));

import { add, clone, relu, type Tensor } from '@tensorflow/tfjs-core';
import { operation } from '../tensor/record.ts';
import { reluGradient } from '../tensor/relu-gradient.ts';
import {
  unitBackward,
  type UnitForward,
  unitForward,
  type UnitGradients,
  unitInference,
  unitSaved,
  type UnitStatistics,
  type UnitWeights,
} from './unit.ts';

/** A basic block's units: 3x3 with the stride, 3x3, and where size or width change a 1x1 on the shortcut. */
export interface Block<T> {
  readonly first: T;
  readonly second: T;
  readonly shortcut: T | null;
}

/**
 * y = relu(norm(conv3x3(relu(norm(conv3x3(x))))) + shortcut(x)), as one operation of the tape whose backward is written by hand, so
 * that every activation is freed as soon as it has been used. [N,h,w,C] → [N,h/s,w/s,D].
 * `tell` gets the three units' batch statistics. Source: He et al. 2015, basic block; the official ResNet-18 (methods.md 4.1).
 */
export function residualBlock(
  x: Tensor,
  weights: Block<UnitWeights>,
  { stride, careful }: { readonly stride: number; readonly careful: boolean },
  tell: (statistics: Block<UnitStatistics>) => void,
): Tensor {
  const [wide, plain, narrow] = [
    { stride, padding: 1 },
    { stride: 1, padding: 1 },
    { stride, padding: 0 },
  ];
  const { first, second, shortcut } = weights;
  return operation('ResidualBlock', { x, ...inputsOf(weights) }, () => {
    const input = clone(x);
    const one = unitForward(x, first, wide, { rectified: true, careful });
    const two = unitForward(one.norm.y, second, plain, { rectified: false, careful });
    const side = shortcut && unitForward(x, shortcut, narrow, { rectified: false, careful });
    const sum = add(two.norm.y, side ? side.norm.y : x);
    const y = relu(sum);
    for (const tensor of [sum, two.norm.y, ...(side ? [side.norm.y] : [])]) tensor.dispose();
    tell({ first: one.norm, second: two.norm, shortcut: side && side.norm });
    const output = clone(y);
    return {
      value: y,
      saved: [input, output, one.norm.y, ...[one, two, ...(side ? [side] : [])].flatMap(unitSaved)],
      gradient: (dy, last) => backward(dy, { input, output, one, two, side }, weights, [wide, plain, narrow], last),
    };
  });
}

interface Kept {
  readonly input: Tensor;
  readonly output: Tensor;
  readonly one: UnitForward;
  readonly two: UnitForward;
  readonly side: UnitForward | null;
}

type Settings = { readonly stride: number; readonly padding: number };

function backward(
  dy: Tensor,
  { input, output, one, two, side }: Kept,
  { first, second, shortcut }: Block<UnitWeights>,
  [wide, plain, narrow]: readonly [Settings, Settings, Settings],
  last: boolean,
): Readonly<Record<string, Tensor>> {
  const dispose = (...tensors: readonly Tensor[]): void => {
    for (const tensor of tensors) tensor.dispose();
  };
  const how = { last, wantsInput: true };
  const dsum = reluGradient(dy, output);
  if (last) output.dispose();
  const toTwo = unitBackward(dsum, one.norm.y, second, two, plain, how);
  const dinner = reluGradient(toTwo.x as Tensor, one.norm.y);
  dispose(toTwo.x as Tensor);
  if (last) one.norm.y.dispose();
  const toOne = unitBackward(dinner, input, first, one, wide, how);
  dinner.dispose();
  const toSide = side && shortcut && unitBackward(dsum, input, shortcut, side, narrow, how);
  if (last) input.dispose();
  const around = toSide ? (toSide.x as Tensor) : dsum;
  const dx = add(toOne.x as Tensor, around);
  dispose(toOne.x as Tensor, around);
  if (toSide) dsum.dispose();
  return { x: dx, ...inputsOf({ first: toOne, second: toTwo, shortcut: toSide }) };
}

/** Tensors under the names of the operation's inputs; gradients bear the same names. */
function inputsOf(block: Block<UnitWeights | UnitGradients>): Record<string, Tensor> {
  const named: Record<string, Tensor> = {};
  for (const [at, unit] of Object.entries(block) as [string, UnitWeights | null][])
    if (unit) Object.assign(named, { [`${at}.filter`]: unit.filter, [`${at}.scale`]: unit.scale, [`${at}.offset`]: unit.offset });
  return named;
}

/** The same with running statistics, as in evaluation. Not taped; intermediate results are freed at once. The caller owns the result. */
export function residualBlockInference(
  x: Tensor,
  { first, second, shortcut }: Block<UnitWeights>,
  statistics: Block<UnitStatistics>,
  stride: number,
): Tensor {
  const inner = unitInference(x, first, statistics.first, { stride, padding: 1 }, true);
  const outer = unitInference(inner, second, statistics.second, { stride: 1, padding: 1 }, false);
  inner.dispose();
  const around =
    shortcut && statistics.shortcut ? unitInference(x, shortcut, statistics.shortcut, { stride, padding: 0 }, false) : clone(x);
  const sum = add(outer, around);
  for (const tensor of [outer, around]) tensor.dispose();
  const y = relu(sum);
  sum.dispose();
  return y;
}

import { add, mean, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { batchNormGradient, batchNormInference, type BatchNormResult, batchNormTraining } from '../tensor/batch-norm.ts';
import {
  convolution,
  convolutionFilterGradient,
  convolutionInputGradient,
  type ConvolutionSettings,
} from '../tensor/convolution.ts';

/** PyTorch's default in BatchNorm2d. */
const EPSILON = 1e-5;

/** The trained tensors of a convolution with its batch norm: filter [k,k,C,D], scale [D], offset [D]. */
export interface UnitWeights {
  readonly filter: Tensor;
  readonly scale: Tensor;
  readonly offset: Tensor;
}

/** Running statistics of a unit's batch norm, [D] each. */
export interface UnitStatistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** One unit's forward in training: convolution output and normalised (perhaps rectified) output. */
export interface UnitForward {
  readonly convolved: Tensor;
  readonly norm: BatchNormResult;
}

export interface UnitOptions {
  /** Whether a ReLU follows. */
  readonly rectified: boolean;
  /**
   * For inputs that hardly vary (a dropped modality is all zeros): the mean is taken off in a pass of its own before batch norm, which
   * finds what rounding left of it. Batch norm does not change by that, but the variance no longer drowns in the rounding of the mean,
   * which every layer would multiply by up to 1/√ε. PyTorch adds up in float64 instead; without this the gradient of a dropped encoder
   * was 12 % off the recorded one, with it 1 %. It costs two passes over the activations, so it is not done where inputs vary.
   */
  readonly careful: boolean;
}

/** Convolution, then batch norm over the batch, then a ReLU if `rectified`. Not taped; the caller owns all tensors. */
export function unitForward(
  x: Tensor,
  unit: UnitWeights,
  settings: ConvolutionSettings,
  { rectified, careful }: UnitOptions,
): UnitForward {
  const convolved = convolution(x, unit.filter, settings);
  const normalise = (input: Tensor): BatchNormResult =>
    batchNormTraining(input, unit.scale, unit.offset, { epsilon: EPSILON, rectified });
  if (!careful) return { convolved, norm: normalise(convolved) };
  const rough = tidy(() => mean(convolved, [0, 1, 2]));
  const centred = sub(convolved, rough);
  convolved.dispose();
  const { mean: rest, ...norm } = normalise(centred);
  const whole = add(rest, rough);
  for (const tensor of [rest, rough]) tensor.dispose();
  return { convolved: centred, norm: { ...norm, mean: whole } };
}

/** What a unit's backward wants kept; of a rectified unit the output too, for the ReLU's gradient. */
export const unitSaved = ({ convolved, norm }: UnitForward): Tensor[] => [convolved, ...norm.reserve];

export interface UnitGradients extends UnitWeights {
  /** With respect to the unit's input; null where it was not asked for. */
  readonly x: Tensor | null;
}

/**
 * Gradients of a unit from `dy`, the gradient of its batch norm's output (behind the ReLU's gradient). Disposes the convolution's output
 * as soon as it is used if `last`.
 */
export function unitBackward(
  dy: Tensor,
  x: Tensor,
  unit: UnitWeights,
  { convolved, norm }: UnitForward,
  settings: ConvolutionSettings,
  { last, wantsInput }: { readonly last: boolean; readonly wantsInput: boolean },
): UnitGradients {
  const through = batchNormGradient(dy, convolved, unit.scale, norm.reserve, { epsilon: EPSILON, rectified: false });
  if (last) for (const tensor of [convolved, ...norm.reserve]) tensor.dispose();
  const filter = convolutionFilterGradient(x, through.x, unit.filter.shape, settings);
  const input = wantsInput ? convolutionInputGradient(unit.filter, through.x, x.shape, settings) : null;
  through.x.dispose();
  return { x: input, filter, scale: through.scale, offset: through.offset };
}

/** The same with running statistics, as in evaluation. The caller owns the result. */
export function unitInference(
  x: Tensor,
  unit: UnitWeights,
  statistics: UnitStatistics,
  settings: ConvolutionSettings,
  rectified: boolean,
): Tensor {
  const convolved = convolution(x, unit.filter, settings);
  const y = batchNormInference(convolved, statistics, unit.scale, unit.offset, { epsilon: EPSILON, rectified });
  convolved.dispose();
  return y;
}

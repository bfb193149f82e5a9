import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { ParameterInfo } from '../nn/parameter.ts';

/** Which of an encoder's tensors a link changes. */
export const TENSORS = z
  .enum(['auto', 'convolutions', 'matrices'])
  .default('auto')
  .describe(
    'which gradients of an encoder: auto, its 4-D convolutions as in the code, and where it has none all weights of two or more dimensions as in BalanceMM; convolutions alone; or matrices, all weights of two or more dimensions. In ResNet-18 all three are the same tensors',
  );
export type TensorChoice = z.output<typeof TENSORS>;

const isConvolution = ({ kind, shape }: ParameterInfo): boolean => kind === 'convolution' && shape.length === 4;

const OTHERS: readonly ParameterInfo['kind'][] = ['bias', 'norm-scale', 'norm-shift'];

/** Whether a parameter is one of an encoder's weights proper, of two or more dimensions. Biases and the parameters of norms are not. */
export const isWeight = ({ part, kind, shape }: ParameterInfo): boolean =>
  part === 'encoder' && !OTHERS.includes(kind) && shape.length >= 2;

/** Names of the encoders' tensors that are meant. With `auto` each encoder is looked at by itself. */
export function chosenTensors(parameters: readonly ParameterInfo[], choice: TensorChoice): ReadonlySet<string> {
  const weights = parameters.filter(isWeight);
  const convolutional = new Set(weights.filter(isConvolution).map(({ owner }) => owner));
  const isMeant = (parameter: ParameterInfo): boolean =>
    choice === 'matrices' || isConvolution(parameter) || (choice === 'auto' && !convolutional.has(parameter.owner));
  return new Set(weights.filter(isMeant).map(({ name }) => name));
}

/** Refuses a choice that leaves some modality's encoder without a tensor, so that no link silently does nothing. Errors: `link.touches-nothing`. */
export function checkTouched(
  link: string,
  { parameters, modalities }: { readonly parameters: readonly ParameterInfo[]; readonly modalities: readonly string[] },
  choice: TensorChoice,
): void {
  const chosen = chosenTensors(parameters, choice);
  const touched = new Set(parameters.filter(({ name }) => chosen.has(name)).map(({ owner }) => owner));
  const untouched = modalities.filter((id) => !touched.has(id));
  if (untouched.length > 0) throw new AppError('link.touches-nothing', { link, choice, modalities: untouched });
}

import { fill, mul, ones, sub, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { RunChance } from '../tensor/random.ts';
import type { Model } from './late-fusion.ts';
import type { ParameterInfo } from './parameter.ts';

/**
 * First values of all parameters: convolutions kaiming-normal with fan-out and ReLU gain, √(2 / (out · h · w)); linear weights
 * xavier-normal, √(2 / (in + out)); biases 0; batch norm 1 and 0. One stream of chance a parameter, so adding one changes no other.
 * Source: `weight_init` of the official repositories (methods.md 1.2). Memory: the caller owns the tensors.
 *
 * Encoders of sequences name their own first values (`initial`), which are PyTorch's defaults. `weight_init` runs over ResNets in the
 * published scripts; run over a transformer it would re-initialise what is `nn.Linear` there (linear1, linear2, out_proj: xavier-normal,
 * bias 0) and not the rest. No script that trains sequences was published (methods.md 4.4), and MultiBench, where the encoder comes from,
 * leaves PyTorch's. The fused head and the heads of modalities are linear layers of these scripts, so xavier-normal with bias 0 whatever the encoder.
 */
export function initialWeights(model: Model, chance: RunChance): Record<string, Tensor> {
  return Object.fromEntries(model.parameters.map((p) => [p.name, initialOf(p, chance)]));
}

/** Running mean 0, running variance 1. */
export function initialBuffers(model: Model): Record<string, Tensor> {
  return Object.fromEntries(model.buffers.map((b) => [b.name, fill([...b.shape], b.initial)]));
}

function initialOf(parameter: ParameterInfo, chance: RunChance): Tensor {
  const shape = [...parameter.shape];
  const { initial } = parameter;
  if (initial) {
    const stream = `initial/${initial.like ?? parameter.name}`;
    return tidy(() => mul(sub(chance.uniforms(stream, 0, shape), 0.5), 2 * initial.bound));
  }
  switch (parameter.kind) {
    case 'convolution':
    case 'linear': {
      const deviation = initialDeviation(parameter);
      return tidy(() => mul(chance.normal(`initial/${parameter.name}`, 0, shape), deviation));
    }
    case 'norm-scale':
      return ones(shape);
    case 'bias':
    case 'norm-shift':
      return zeros(shape);
    default:
      return parameter.kind satisfies never;
  }
}

/** Standard deviation of a weight's first values; see {@link initialWeights}. */
export function initialDeviation({ kind, shape }: ParameterInfo): number {
  if (kind === 'convolution') {
    const [height = 1, width = 1, , out = 1] = shape;
    return Math.sqrt(2 / (out * height * width));
  }
  const [from = 1, to = 1] = shape;
  return Math.sqrt(2 / (from + to));
}

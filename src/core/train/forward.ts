import { add, cast, losses as tfLosses, mul, oneHot, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import type { Tensors } from '../nn/parameter.ts';
import { untaped } from '../tensor/record.ts';
import type { Losses } from './link.ts';
import type { StepContext } from './step-context.ts';

/** Share of the new batch in batch norm's running statistics; PyTorch's default. */
const STATISTICS_MOMENTUM = 0.1;

export interface Forward {
  readonly losses: Losses;
  readonly features: Tensors;
  readonly buffers: Tensors;
}

/** The chain's hooks inside the forward pass. */
export interface ForwardPhases {
  onFeatures(features: Tensors): Tensors;
  onLosses(losses: Losses): Losses;
}

/**
 * The forward pass of one training step: encoders, features, each modality's own logits, all losses. It leaves features, logits and batch
 * norm's new statistics in the context, where the links find them. The fused loss counts once and the others not at all, unless a link says so.
 */
export function forward(inputs: Tensors, context: StepContext, phases: ForwardPhases): Forward {
  const { model, modalities } = context;
  const encoded = modalities.map(({ id }) => {
    const [encoder, input] = [model.encoders[id], inputs[id]];
    if (!encoder || !input) throw new Error(`The batch has no input of the modality ${id}.`);
    // An input that a link replaced may hardly vary (zeros); batch norm then takes more care.
    const mode = input === context.cleanInputs[id] ? 'training' : 'training-carefully';
    return { id, ...encoder.forward(context.weights, context.buffers, input, mode, { draw: context.draw, onlyFeatures: true }) };
  });
  const held = context.signals.heldStatistics ?? [];
  const statistics = encoded.filter((e) => !held.includes(e.id)).map((e) => e.statistics);
  const buffers = untaped(() => runningStatistics(context.buffers, Object.assign({}, ...statistics) as Tensors));
  context.buffers = buffers;
  const features = phases.onFeatures(Object.fromEntries(encoded.map((e) => [e.id, e.features])) as Tensors);
  context.features = features;
  context.unimodalLogits = Object.fromEntries(
    modalities.map(({ id }) => [id, model.unimodal(context.weights, features, id, true)]),
  );
  const own = modalities.map(
    ({ id }) => [id, { value: crossEntropy(context.unimodalLogits[id] as Tensor, context.labels), weight: 0 }] as const,
  );
  const fused = { value: crossEntropy(model.fused(context.weights, features), context.labels), weight: 1 };
  const losses = phases.onLosses({ fused, ...Object.fromEntries(own) } as Losses);
  return { losses, features, buffers };
}

/** Mean cross-entropy over the batch, []. Shapes: logits [B, C], labels int32 [B]. */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  const hot = untaped(() => tidy(() => cast(oneHot(labels as Tensor1D, logits.shape[1] ?? 1), 'float32')));
  return tfLosses.softmaxCrossEntropy(hot, logits);
}

/** running ← 0.9 · running + 0.1 · batch. */
function runningStatistics(running: Tensors, batch: Tensors): Tensors {
  const next: Record<string, Tensor> = {};
  for (const [name, before] of Object.entries(running)) {
    const now = batch[name];
    next[name] = now ? tidy(() => add(mul(before, 1 - STATISTICS_MOMENTUM), mul(now, STATISTICS_MOMENTUM))) : before;
  }
  return next;
}

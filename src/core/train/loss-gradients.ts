import { addN, div, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensors } from '../nn/parameter.ts';
import type { Pass } from '../tensor/record.ts';
import type { Forward } from './forward.ts';
import type { StepContext } from './step-context.ts';

/** Of which losses a gradient is wanted, through the encoders of which modalities. */
type Wish = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Gradients of single losses: of all for the official averages, else what links ask for, through the encoders they mean. Null: this
 * loss is the only one, so the plain gradient is its own. Before the plain backward, which can then be the last.
 */
export function lossGradients(
  pass: Pass<Forward>,
  context: StepContext,
  wanted: Wish | 'all',
): Readonly<Record<string, Tensors | null>> {
  const terms = Object.entries(pass.value.losses);
  const own = (value: Tensor, weights: Tensors): Tensors => pass.backward([{ of: value, weight: 1 }], weights);
  if (wanted === 'all') return Object.fromEntries(terms.map(([loss, { value }]) => [loss, own(value, context.weights)]));
  const live = terms.filter(([, term]) => term.weight !== 0);
  return Object.fromEntries(
    [...wanted].map(([loss, modalities]) => {
      const term = pass.value.losses[loss];
      if (!term) throw new Error(`A link asks for the gradient of the loss ${loss}, which this step does not have.`);
      if (live.length === 1 && term.weight === 1) return [loss, null];
      const encoders = context.model.parameters.filter(
        ({ owner, part }) => part === 'encoder' && owner !== null && modalities.has(owner),
      );
      return [loss, own(term.value, Object.fromEntries(encoders.map(({ name }) => [name, context.weights[name] as Tensor])))];
    }),
  );
}

/** Mean of each encoder's gradient of the fused and of its own loss (the official logs), reported by the context. */
export function reportAverages(context: StepContext): void {
  for (const { id } of context.modalities) {
    for (const loss of ['fused', id]) {
      const own = encoderGradients(context, id, context.lossGradients[loss] ?? {});
      const count = own.reduce((total, g) => total + g.size, 0);
      if (count > 0)
        context.reports[`average-gradient/${id}/${loss === id ? 'own' : 'fused'}`] = tidy(() =>
          div(addN(own.map((g) => sum(g))), count),
        );
    }
  }
}

function encoderGradients({ model }: StepContext, modality: string, gradients: Tensors): Tensor[] {
  return model.parameters.flatMap(({ name, owner, part }) => {
    const gradient = gradients[name];
    return part === 'encoder' && owner === modality && gradient ? [gradient] : [];
  });
}

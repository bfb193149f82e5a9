import { z } from 'zod';
import { defineLink } from '../train/method.ts';

const options = z.strictObject({
  weight: z.number().min(0).default(1).describe('weight of each modality’s own loss beside the fused one'),
});

/** Adds every modality's own cross-entropy to the loss: L + Σ w · L_m. Source: methods.md 1.2 and 2.2 (weights 1 : 1 : 1). */
export const unimodalLosses = defineLink({
  id: 'unimodal-losses',
  title: 'Unimodal losses',
  summary: 'Trains each modality’s own logits beside the fused ones: L + L_a + L_v.',
  paperAndCode: 'RedReg’s figure draws one cross-entropy; its code and InfoReg’s sum three.',
  options,
  create: ({ weight }) => ({
    id: 'unimodal-losses',
    init: () => null,
    onLosses(losses, state, step) {
      const own = step.modalities.flatMap(({ id }) => {
        const term = losses[id];
        return term ? [[id, { value: term.value, weight }] as const] : [];
      });
      return { value: { ...losses, ...Object.fromEntries(own) }, state };
    },
  }),
});

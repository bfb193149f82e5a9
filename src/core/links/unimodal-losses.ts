import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { defineLink } from '../train/method.ts';
import { checkNamed } from './named-modalities.ts';

const weight = z.number().min(0);
const options = z
  .strictObject({
    fusedWeight: weight.default(1).describe('weight of the fused loss; 1 in the code'),
    weight: weight.default(1).describe('weight of each modality’s own loss beside the fused one; 1 in the code'),
    weights: z
      .record(z.string(), weight)
      .default({})
      .describe('weights of single modalities’ own losses, by modality, where they differ from `weight`'),
  })
  .refine((o) => o.fusedWeight + o.weight > 0 || Object.values(o.weights).some((w) => w > 0), {
    path: ['fusedWeight'],
    message: 'all weights are 0: there would be nothing to train on',
  });

/** Adds every modality's own cross-entropy to the loss: w₀ · L + Σ w_m · L_m. Source: methods.md 1.2 and 2.2 (weights 1 : 1 : 1). */
export const unimodalLosses = defineLink({
  id: 'unimodal-losses',
  title: 'Unimodal losses',
  summary: 'Trains each modality’s own logits beside the fused ones: L + L_a + L_v.',
  paperAndCode:
    'RedReg’s figure draws one cross-entropy; its code and InfoReg’s sum three. InfoReg’s Table 2 is without them (switch this link off), Table 3 with. Whether the logits are those of separate heads (RedReg) or slices of the fused head (InfoReg) is the setting model.scoring.',
  options,
  create: (o) => ({
    id: 'unimodal-losses',
    init({ modalities }) {
      checkNamed('unimodal-losses', 'weights', Object.keys(o.weights), modalities);
      if (o.fusedWeight === 0 && modalities.every((id) => (o.weights[id] ?? o.weight) === 0))
        throw new AppError('link.no-loss', { modalities });
      return null;
    },
    onLosses(losses, state, step) {
      const own = step.modalities.flatMap(({ id }) => {
        const term = losses[id];
        return term ? [[id, { value: term.value, weight: o.weights[id] ?? o.weight }] as const] : [];
      });
      const { fused } = losses;
      return {
        value: {
          ...losses,
          ...(fused && o.fusedWeight !== 1 ? { fused: { value: fused.value, weight: o.fusedWeight } } : {}),
          ...Object.fromEntries(own),
        },
        state,
      };
    },
  }),
});

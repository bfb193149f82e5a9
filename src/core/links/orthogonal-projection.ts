import { add, mul, sub, type Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Tensors } from '../nn/parameter.ts';
import type { Step } from '../train/link.ts';
import { totalNorm } from '../tensor/norm.ts';
import { type Beside, defineLink } from '../train/method.ts';
import { across } from './across.ts';
import { type Anchor, anchorAt, averagedAnchor } from './anchor.ts';

/** Of the anchor where the options say nothing. */
const STEPS = 100;
const MOMENTUM = 0.99;

const options = z
  .strictObject({
    term: z
      .enum(['displacement', 'gradient'])
      .default('displacement')
      .describe(
        'what is projected: displacement, as in the code, adds β·d⊥ to the gradient, d = w − anchor; gradient, as the abstract has it, takes β·g⊥ off it, never more than the whole of g⊥',
      ),
    projectOn: z
      .enum(['total', 'joint'])
      .default('total')
      .describe(
        'across which gradient: of the whole loss, as in the code, or of the fused loss alone, as the abstract has it (one more backward through the encoder concerned, in steps with β > 0)',
      ),
    projectScope: z
      .enum(['tensor', 'encoder', 'none'])
      .default('tensor')
      .describe(
        'tensor by tensor, as in the code; the whole encoder as one vector; or no projection, which leaves InfoReg’s pull-back',
      ),
    anchor: z
      .enum(['epochStart', 'steps', 'average'])
      .default('epochStart')
      .describe(
        'from where the displacement is measured: weights at the start of the epoch, as in the code; those of every k-th step; their moving average',
      ),
    anchorSteps: z
      .int()
      .min(1)
      .optional()
      .describe(`k of anchor=steps, counted from the start of the run; ${String(STEPS)} if not given`),
    anchorMomentum: z
      .number()
      .min(0)
      .lt(1)
      .optional()
      .describe(`m of anchor=average, anchor ← m·anchor + (1 − m)·w after each step’s term; ${String(MOMENTUM)} if not given`),
  })
  .superRefine((o, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if (o.term === 'gradient' && o.projectOn === 'total' && o.projectScope !== 'none')
      refuse('projectOn', 'total leaves nothing with term=gradient: no gradient has a part across itself; use joint');
    if (o.projectScope === 'none' && o.projectOn === 'joint')
      refuse('projectOn', 'joint has no effect with projectScope=none, which projects nothing');
    if (o.term === 'gradient' && o.anchor !== 'epochStart') refuse('anchor', 'there is no anchor with term=gradient');
    if (o.anchorSteps !== undefined && o.anchor !== 'steps') refuse('anchorSteps', 'counts with anchor=steps only');
    if (o.anchorMomentum !== undefined && o.anchor !== 'average') refuse('anchorMomentum', 'counts with anchor=average only');
  });
type Options = z.output<typeof options>;

/**
 * Holds a suppressed modality's encoder back, but only across a gradient, so that the task step is left to it. By default towards where
 * it stood at the start of the epoch:
 *
 *     g ← g + β · gate · (w − w₀)⊥g              term = displacement, per tensor of the modality's encoder
 *     g ← g − min(β · gate, 1) · g⊥joint         term = gradient
 *
 * Source: main_RedReg.py at b620a46 (methods.md 1.3, step 12); the displacement's term is zero on the first step of an epoch. The other
 * forms are methods.md 1.5, rows 1, 2 and 15. Deviation: the cap at 1 is ours; β > 1 would turn the component round.
 */
export const orthogonalProjection = defineLink({
  id: 'orthogonal-projection',
  title: 'Orthogonal projection',
  summary:
    'Adds β·gate·d′ to the dominant encoder’s gradient, d the drift since the start of the epoch, d′ its part across the gradient.',
  paperAndCode:
    'The abstract projects the gradient onto the complement of the joint gradient subspace; the code projects the drift, per tensor, across the summed gradient.',
  options,
  idle: (o, beside) => (o.projectOn === 'joint' ? idleJoint(o, beside) : []),
  create: (o) => ({
    id: 'orthogonal-projection',
    needs: { suppression: 'gradients' },
    ...(o.projectOn === 'joint' ? { costs: { backwards: 0.5 } } : {}),
    init: ({ parameters, weights }): Anchor => (o.term === 'gradient' ? { weights: {} } : anchorAt(parameters, weights)),
    lossGradients: (step) =>
      o.projectOn === 'joint'
        ? [{ loss: 'fused', modalities: step.modalities.map((m) => m.id).filter((id) => strength(step, id) !== 0) }].filter(
            ({ modalities }) => modalities.length > 0,
          )
        : [],
    onGradients(gradients, before: Anchor, step) {
      const anchor = anchorOf(before, step, o);
      const value: Record<string, Tensor> = { ...gradients };
      for (const { id } of step.modalities) {
        const wanted = strength(step, id);
        const beta = o.term === 'gradient' ? Math.min(wanted, 1) : wanted;
        step.report(`beta/${id}`, beta);
        if (beta === 0) continue;
        const own = encoderGradients(gradients, step, id);
        const vectors = o.term === 'gradient' ? own : drifts(own, step, anchor);
        const references = o.projectOn === 'joint' ? (step.lossGradients['fused'] ?? {}) : own;
        const held = across(vectors, references, o.projectScope);
        const factor = o.term === 'gradient' ? -beta : beta;
        for (const [name, part] of Object.entries(held)) value[name] = add(gradients[name] as Tensor, mul(part, factor));
        step.report(`held/${id}`, totalNorm(Object.values(held)));
      }
      const state = o.anchor === 'average' ? averagedAnchor(anchor, step.weights, o.anchorMomentum ?? MOMENTUM) : anchor;
      return { value, state };
    },
    onEpochEnd: (weights, state, { parameters }) => ({
      value: weights,
      state: o.term === 'displacement' && o.anchor === 'epochStart' ? anchorAt(parameters, weights) : (state as Anchor),
    }),
  }),
});

/** Why the joint gradient would be the total one: no loss but the fused one counts. */
function idleJoint({ term }: Options, beside: Beside): { option: string; reason: string }[] {
  const losses = beside.optionsOf('unimodal-losses') as { weight: number; weights: Record<string, number> } | undefined;
  if (losses && [losses.weight, ...Object.values(losses.weights)].some((weight) => weight > 0)) return [];
  const then =
    term === 'gradient'
      ? 'which has no part across itself, so nothing would be held back'
      : 'so joint and total are the same gradient';
  return [{ option: 'projectOn', reason: `without unimodal losses the fused loss is all there is, ${then}` }];
}

/** β · gate. */
const strength = (step: Step, modality: string): number => (step.read('suppression')[modality] ?? 0) * step.read('agreement', 1);

const anchorOf = (anchor: Anchor, { globalStep, parameters, weights }: Step, o: Options): Anchor =>
  o.anchor === 'steps' && globalStep % (o.anchorSteps ?? STEPS) === 0 ? anchorAt(parameters, weights) : anchor;

function encoderGradients(gradients: Tensors, { parameters }: Step, modality: string): Tensors {
  const own: Record<string, Tensor> = {};
  for (const { name, owner, part } of parameters) {
    const gradient = gradients[name];
    if (part === 'encoder' && owner === modality && gradient) own[name] = gradient;
  }
  return own;
}

/** w − anchor of the parameters that `of` names. */
function drifts(of: Tensors, { weights }: Step, { weights: anchors }: Anchor): Tensors {
  const found: Record<string, Tensor> = {};
  for (const name of Object.keys(of)) {
    const [weight, anchor] = [weights[name], anchors[name]];
    if (weight && anchor) found[name] = sub(weight, anchor);
  }
  return found;
}

import { z } from 'zod';

const Sample = z.tuple([z.number(), z.number()]);
/** Sum, Euclidean norm, sampled [flat index, value] in PyTorch's order. */
const Summary = z.tuple([z.number(), z.number(), z.array(Sample)]);
export type Summary = z.output<typeof Summary>;
/** JSON as Python writes it has NaN and Infinity only outside the standard; the recorded runs have none. Booleans appear as drop_a, drop_v. */
const Scalars = z.record(z.string(), z.unknown());

/** A recorded run of an official training script. The format is described in ../shared/golden/README.md and docs/verify.md. */
export const Recorded = z.object({
  method: z.enum(['redreg', 'inforeg', 'normal', 'ogm', 'ogmge']),
  mode: z.string(),
  scenario: z.int(),
  precision: z.enum(['f32', 'f64']),
  B: z.int().positive(),
  spec: z.array(z.int().positive()).length(3),
  image: z.array(z.int().positive()).length(5),
  classes: z.int().min(2),
  steps_per_epoch: z.int().positive(),
  epochs_run: z.int().positive(),
  epochs_total: z.int().positive(),
  lr: z.number().positive(),
  alpha: z.number(),
  parameters: z.array(z.tuple([z.string(), z.int(), z.array(z.int())])),
  steps: z.array(Scalars),
  epochs: z.array(
    z.object({
      epoch: z.int(),
      eval_logits_batch0: z.array(z.array(z.number())),
      params: z.record(z.string(), Summary),
      returned: z.array(z.number()).optional(),
    }),
  ),
});
export type Recorded = z.output<typeof Recorded>;

/** Gradients of a displaced step, by PyTorch's parameter name; absent elsewhere. */
export const gradientsOf = (step: Readonly<Record<string, unknown>>): Readonly<Record<string, Summary>> =>
  z.record(z.string(), Summary).catch({}).parse(step['gradients']);

/** A number of a step's record; booleans as 0 and 1, anything else as NaN. */
export function scalarOf(step: Readonly<Record<string, unknown>>, name: string): number {
  const value = step[name];
  return typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : Number.NaN;
}

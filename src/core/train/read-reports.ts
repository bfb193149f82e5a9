import { AppError } from '../errors/app-error.ts';
import type { Tensors } from '../nn/parameter.ts';
import { squaredNorm } from '../tensor/norm.ts';
import { readScalars } from '../tensor/scalars.ts';
import type { Losses } from './link.ts';
import type { StepContext } from './step-context.ts';

type Values = Readonly<Record<string, number>>;

export interface Reports {
  /** By series name. */
  readonly values: Values;
  /** ‖g‖² of every final gradient, by parameter name. */
  readonly squares: Values;
  /** Losses and gradient lengths, all finite: what the next step's error would tell as the last ones that were. */
  readonly vital: Values;
}

/** One readback for everything reported in the step and the gradients' squared norms; refuses values that are not finite. */
export function readReports(context: StepContext, losses: Losses, gradients: Tensors, lastFinite: Values): Reports {
  for (const [name, term] of Object.entries(losses)) context.reports[`loss/${name}`] = term.value;
  const entries = Object.entries(context.reports);
  const onDevice = entries.flatMap(([, value]) => (typeof value === 'number' ? [] : [value]));
  const names = Object.keys(gradients);
  const read = readScalars([...onDevice, ...Object.values(gradients).map(squaredNorm)]).values();
  const next = (): number => read.next().value ?? Number.NaN;
  const values: Record<string, number> = {};
  for (const [name, value] of entries) values[name] = typeof value === 'number' ? value : next();
  const squares = Object.fromEntries(names.map((name) => [name, next()]));
  for (const { id } of context.modalities) values[`gradient/${id}`] = Math.sqrt(squareOf(context, id, squares));
  const vital = Object.entries(values).filter(([name]) => name.startsWith('loss/') || name.startsWith('gradient/'));
  const bad = vital.find(([, value]) => !Number.isFinite(value));
  if (bad) {
    const { epoch, step } = context.position;
    throw new AppError('train.not-finite', {
      epoch,
      step,
      loss: `${bad[0]} = ${String(bad[1])}`,
      lastLink: context.lastLink,
      lastFinite,
    });
  }
  return { values, squares, vital: Object.fromEntries(vital) };
}

/** ‖g‖² of an encoder's whole gradient. */
function squareOf({ model }: StepContext, modality: string, squares: Values): number {
  const own = model.parameters.filter(({ owner, part }) => part === 'encoder' && owner === modality);
  return own.reduce((total, { name }) => total + (squares[name] ?? 0), 0);
}

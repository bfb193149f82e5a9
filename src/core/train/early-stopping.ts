import { z } from 'zod';

/**
 * Whether a run ends before its last epoch. No official script does; MultiBench's and most CMU-MOSI recipes do, on validation.
 */
export const EarlyStoppingSettings = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('off') }).meta({ title: 'Off' }),
    z
      .strictObject({
        kind: z.literal('patience'),
        patience: z
          .int()
          .min(1)
          .max(100_000)
          .default(10)
          .meta({ title: 'Patience', description: 'The run ends after so many epochs without a gain.', unit: 'epochs' }),
        minimumGain: z.number().min(0).max(1).default(0).meta({
          title: 'Least gain',
          description: 'A rise of validation accuracy counts when it is more than this; 0.01 is one point.',
        }),
      })
      .meta({ title: 'By validation' }),
  ])
  .default({ kind: 'off' })
  .meta({
    title: 'Early stopping',
    description:
      'Ends the run when the fused accuracy on validation no longer rises. Off in the official scripts; needs a validation split.',
    advanced: true,
  });
export type EarlyStoppingSettings = z.output<typeof EarlyStoppingSettings>;

/** How long a run has waited for a gain. Saved in checkpoints. */
export interface Waiting {
  /** Validation accuracy that has to be exceeded, and the epoch that had it, counted from 1. */
  readonly accuracy: number;
  readonly epoch: number;
  /** Epochs since. */
  readonly waited: number;
}

/**
 * After an epoch: a gain of more than `minimumGain` over the accuracy to beat sets a new one, anything else is waited through. A slow rise
 * counts once it has added up, since what is beaten stays. Null where early stopping is off.
 */
export function waitOn(settings: EarlyStoppingSettings, before: Waiting | null, epoch: number, accuracy: number): Waiting | null {
  if (settings.kind === 'off') return null;
  if (before === null || accuracy > before.accuracy + settings.minimumGain) return { accuracy, epoch, waited: 0 };
  return { ...before, waited: before.waited + 1 };
}

/** Whether the run ends here. */
export const hasRunOut = (settings: EarlyStoppingSettings, waiting: Waiting | null): boolean =>
  settings.kind !== 'off' && waiting !== null && waiting.waited >= settings.patience;

/** Why it ended, for the run's log. */
export const runOutText = ({ accuracy, epoch, waited }: Waiting): string =>
  `Stopped early after epoch ${String(epoch + waited)}: validation accuracy has not risen enough since epoch ${String(epoch)} (${accuracy.toFixed(3)}), ${String(waited)} ${waited === 1 ? 'epoch' : 'epochs'} ago.`;

const Ended = z.object({
  status: z.literal('finished'),
  epochs: z.number(),
  config: z.object({ training: z.object({ epochs: z.number(), earlyStopping: z.object({ kind: z.literal('patience') }) }) }),
});

/** Of how many epochs a run that early stopping ended would have had; null of any other run. `run` as the library keeps it. */
export function epochsSpared(run: unknown): { readonly of: number } | null {
  const found = Ended.safeParse(run);
  if (!found.success) return null;
  const { epochs, config } = found.data;
  return epochs < config.training.epochs ? { of: config.training.epochs } : null;
}

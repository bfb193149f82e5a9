import type { FromTrainer } from '../../../core/contract/trainer.ts';

/** How a job ends when it does not fail. */
export type JobEnd = Extract<FromTrainer, { type: 'done' | 'stopped' | 'paused' }>;

import type { FromTrainer } from '../../core/contract/trainer.ts';

/** The message that ends a job. */
export type LastMessage = Extract<FromTrainer, { type: 'done' | 'stopped' | 'paused' | 'failed' }>;

const LAST: readonly string[] = ['done', 'stopped', 'paused', 'failed'] satisfies LastMessage['type'][];

export const isLast = (message: FromTrainer): message is LastMessage => LAST.includes(message.type);

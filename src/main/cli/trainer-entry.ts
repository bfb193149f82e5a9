import { join } from 'node:path';

/** The built training process lies beside the built command line. */
export const trainerEntry = (): string => join(import.meta.dirname, 'trainer.js');

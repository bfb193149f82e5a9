import type { Command } from '../command.ts';
import { bench } from './bench/index.ts';
import { evaluate } from './eval.ts';
import { methods } from './methods.ts';
import { runs } from './runs.ts';
import { show } from './show.ts';
import { train } from './train.ts';
import { verify } from './verify.ts';

/** One line a command. `doctor` and `setup` work before anything is installed and live in scripts/commands. */
export const commands: readonly Command[] = [methods, train, evaluate, runs, show, verify, bench];

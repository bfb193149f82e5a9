import type { Command } from '../command.ts';
import { bench } from './bench/index.ts';
import { data } from './data/index.ts';
import { evaluate } from './eval.ts';
import { methods } from './methods.ts';
import { pause } from './pause.ts';
import { published } from './published.ts';
import { resume } from './resume.ts';
import { runs } from './runs.ts';
import { serve } from './serve.ts';
import { show } from './show.ts';
import { train } from './train.ts';
import { verify } from './verify.ts';

/** One line a command. `doctor` and `setup` work before anything is installed and live in scripts/commands. */
export const commands: readonly Command[] = [
  methods,
  published,
  data,
  train,
  pause,
  resume,
  evaluate,
  runs,
  show,
  verify,
  bench,
  serve,
];

import { readArguments } from '../../arguments.ts';
import type { Command } from '../../command.ts';
import { DATA_USAGE, dataWords } from './data.ts';
import { OPS_USAGE, opsWords } from './ops.ts';
import { STEP_USAGE, stepWords } from './step.ts';

const KINDS: Readonly<Record<string, (words: readonly string[]) => Promise<number>>> = {
  step: stepWords,
  ops: opsWords,
  data: dataWords,
};

/** How fast this machine trains, each figure beside one that gives it a meaning. */
export const bench: Command = {
  name: 'bench',
  usage: [STEP_USAGE, OPS_USAGE, DATA_USAGE].join('\n'),
  summary:
    'Measures a training step beside the joint step and the machine’s peak; where a step’s time goes; whether data holds it up.',
  run(words) {
    const [kind = '', ...rest] = words;
    const known = KINDS[kind];
    if (known) return known(rest);
    const { wrong } = readArguments(bench, [], {});
    return Promise.reject(
      wrong(kind === '' ? 'What to measure is missing: step, ops or data.' : `"${kind}" is none of step, ops, data.`),
    );
  },
};

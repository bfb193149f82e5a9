import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, expect } from 'vitest';
import { Recorded } from '../../src/core/verify/recorded.ts';
import { replay } from '../../src/core/verify/replay.ts';
import { openRuntime } from '../../src/main/trainer/runtime/open.ts';
import { shared, testWithShared } from '../support/shared.ts';

beforeAll(async () => void (await openRuntime('cpu')));

/** What `train_epoch` returns, by tag (methods.md 6.1). */
const RETURNED = [
  'Loss/Total Loss',
  'Loss/Audio Loss',
  'Loss/Visual Loss',
  'epoch_audio_L2_norm_mean',
  'epoch_visual_L2_norm_mean',
  'FIM_Trace',
  'FIM_Trace_audio',
  'Fim_Trace_visual',
];

/** Tags of the last epoch that both have. */
const LAST: Record<string, readonly string[]> = {
  redreg: [
    'fim_trace_audio_head',
    'fim_trace_visual_head',
    'fim_trace_mm_head',
    'modal_drop_p',
    'modal_drop_audio_ratio',
    'modal_drop_visual_ratio',
  ],
  inforeg: ['fim_trace_mm_head', 'w_a', 'w_v', 'cos_similarity_head'],
};

/** InfoReg's: two epochs of 14 steps, so that sums and means over steps count. RedReg's: one step with regulation and dropout at full size. */
const RUNS = [
  ['redreg', 'displaced0'],
  ['inforeg', 'long0'],
] as const;

for (const [method, run] of RUNS)
  testWithShared(
    `golden/${method}.${run}.f64.json`,
    `${method}: the figures of each epoch equal those that the official script returned`,
    () => {
      const json = JSON.parse(readFileSync(shared(`golden/${method}.${run}.f64.json`), 'utf8')) as {
        writer_last: Record<string, number>;
      };
      const recorded = Recorded.parse(json);
      const { epochs } = replay(recorded);
      const far: [string, number, number][] = [];
      const compare = (name: string, found: number | undefined, expected: number | undefined): void => {
        if (!(Math.abs((found ?? NaN) - (expected ?? NaN)) <= 0.02 * Math.abs(expected ?? NaN)))
          far.push([name, found ?? NaN, expected ?? NaN]);
      };
      for (const [e, figures] of epochs.entries())
        for (const [i, tag] of RETURNED.entries())
          compare(`${tag}, epoch ${String(e)}`, figures[tag], recorded.epochs[e]?.returned?.[i]);
      for (const tag of LAST[method] ?? []) compare(tag, epochs.at(-1)?.[tag], json.writer_last[tag]);
      expect(far).toEqual([]);
    },
    300_000,
  );

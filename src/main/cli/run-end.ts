import type { SplitMetrics } from '../../core/contract/trainer.ts';
import { bestOn } from '../../core/train/best-on.ts';
import type { RunConfig } from '../../core/train/config.ts';
import { epochsSpared } from '../../core/train/early-stopping.ts';
import type { Library } from '../store/library.ts';
import type { LastMessage } from '../studio/last-message.ts';
import type { LibraryPlace } from '../studio/where.ts';
import { duration } from './progress.ts';
import { splitsJson, splitsTable } from './report.ts';
import { resumeHint } from './resume-hint.ts';

/** A run that a command has followed to its end. */
export interface Followed {
  readonly library: Library;
  readonly place: LibraryPlace;
  readonly run: string;
  readonly config: RunConfig;
  readonly json: boolean;
}

/** How it went. */
export interface Outcome {
  readonly last: LastMessage;
  readonly figures: Record<'last' | 'best', Record<string, SplitMetrics>>;
  readonly bestEpoch: number | null;
}

const STATUS = { done: 'finished', stopped: 'stopped', paused: 'paused', failed: 'failed' } as const;

/** Prints how a run ended, with its figures; errors and what to type next go to stderr. */
export function printEnd(follow: Followed, outcome: Outcome): void {
  const { last } = outcome;
  const { seconds } = follow.library.getRun(follow.run);
  const hint = hintOf(follow, last);
  if (last.type === 'failed') process.stderr.write(`${last.error.code}: ${last.error.message}\n`);
  if (hint !== null && (follow.json || last.type === 'failed')) process.stderr.write(`${hint}\n`);
  if (follow.json) process.stdout.write(`${JSON.stringify(asJson(follow, outcome, seconds))}\n`);
  else if (last.type !== 'failed') process.stdout.write(`${asText(follow, outcome, seconds)}\n`);
}

function asJson(
  { library, run, config }: Followed,
  { last, figures, bestEpoch }: Outcome,
  seconds: number | null,
): Record<string, unknown> {
  const chosen = Object.keys(figures.best).length > 0 ? 'best' : 'last';
  return {
    run,
    status: STATUS[last.type],
    method: config.method,
    seed: config.seed,
    epochs: config.training.epochs,
    stopped_early: epochsSpared(library.getRun(run)) !== null,
    seconds: last.type === 'failed' ? null : seconds,
    ...('step' in last ? { step: last.step } : {}),
    weights_sha256: 'weightsSha256' in last ? last.weightsSha256 : null,
    checkpoint: chosen,
    selected_on: config.training.selectOn,
    best_epoch: bestEpoch,
    splits: splitsJson(figures[chosen]),
    last_splits: splitsJson(figures.last),
    ...(last.type === 'failed' ? { error: last.error } : {}),
  };
}

function asText(follow: Followed, { last, figures, bestEpoch }: Outcome, seconds: number | null): string {
  const lines: string[] = [];
  if (Object.keys(figures.last).length > 0) lines.push(`last epoch\n${splitsTable(figures.last)}`);
  const { config } = follow;
  if (figures.best[config.training.selectOn])
    lines.push(`${bestOn(config).toLowerCase()}, epoch ${String(bestEpoch)}\n${splitsTable(figures.best)}`);
  const weights = 'weightsSha256' in last ? `, weights ${last.weightsSha256?.slice(0, 12) ?? 'none'}` : '';
  const run = follow.library.getRun(follow.run);
  const early =
    epochsSpared(run) === null ? '' : ` early, after ${String(run.epochs)} of ${String(config.training.epochs)} epochs,`;
  const at = 'step' in last ? ` at step ${String(last.step)}` : early;
  const hint = hintOf(follow, last);
  lines.push(
    `${STATUS[last.type]}${at} in ${duration(seconds ?? 0)}; run ${follow.run}${weights}` + (hint === null ? '' : `\n${hint}`),
  );
  return lines.join('\n\n');
}

/** What to type to go on with a run that is not finished. */
function hintOf({ library, place, run }: Followed, last: LastMessage): string | null {
  if (last.type === 'done') return null;
  const saved = library.listCheckpoints(run).map(({ step }) => step);
  const from = saved.length === 0 ? 'from the start, since nothing was saved' : `after step ${String(Math.max(...saved))}`;
  return resumeHint(run, place, from);
}

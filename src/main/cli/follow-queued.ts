import { setTimeout as wait } from 'node:timers/promises';
import type { RunDetail, RunId } from '../../core/contract/runs.ts';
import { AppError } from '../../core/errors/app-error.ts';
import type { RunConfig } from '../../core/train/config.ts';
import { openLibrary, type Library } from '../store/library.ts';
import type { LastMessage } from '../studio/last-message.ts';
import type { LibraryPlace } from '../studio/where.ts';
import { codeOf, DONE, FAILED } from './exit-code.ts';
import { describe } from './follow-run.ts';
import { progressLine, type ProgressLine } from './progress.ts';
import { printEnd, type Outcome } from './run-end.ts';
import { shellWord } from '../studio/shell-word.ts';
import type { StudioClient } from './studio-client.ts';
import { figure } from './table.ts';

export interface FollowQueued {
  readonly studio: StudioClient;
  readonly place: LibraryPlace;
  readonly run: RunId;
  readonly config: RunConfig;
  readonly json: boolean;
}

/** An event that got lost must not hold a terminal up for longer. */
const LOOK_EVERY_MS = 2_000;
/** Events of one batch are answered by one look. */
const LEAST_MS_BETWEEN_LOOKS = 200;

const WORKED_ON: readonly string[] = ['queued', 'running'];

/**
 * Follows a run that the studio trains, as `followRun` follows one of its own. Ctrl-C, or the end of the terminal, leaves the run to the
 * studio. Returns the exit code.
 */
export async function followQueued(follow: FollowQueued): Promise<number> {
  const line = progressLine();
  const signals = onSignals();
  const over = untilOver(follow, line).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'host.gone') throw error;
  });
  const how = await Promise.race([over.then(() => 'over' as const), signals.received]);
  signals.unhook();
  line.end();
  if (how === 'left') return await left(follow);

  const library = openLibrary(follow.place.file, { readOnly: true });
  try {
    const outcome = outcomeOf(library, follow.run);
    printEnd({ ...follow, library }, outcome);
    return outcome.last.type === 'failed' ? codeOf(outcome.last.error.code) || FAILED : DONE;
  } finally {
    library.close();
  }
}

async function untilOver({ studio: { client, gone }, run, config }: FollowQueued, line: ProgressLine): Promise<void> {
  let note = '';
  let said: RunDetail['status'] | null = null;
  let wake: () => void = () => undefined;
  client.on('queue.progress', (progress) => {
    if (progress.run === run) line.show({ type: 'progress', ...progress }, note);
  });
  client.on('queue.changed', () => wake());
  client.on('runs.changed', () => wake());
  void gone.then(() => wake());

  for (;;) {
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const detail = await client.call('runs.get', { run });
    if (!WORKED_ON.includes(detail.status)) return;
    const { status, environment } = detail;
    if (status === 'running' && environment !== null && said !== 'running') {
      said = 'running';
      line.say(describe({ run, config }, environment));
    } else if (status === 'queued' && said === null) {
      said = 'queued';
      line.say(`${run} is in the queue of the studio that has this library open; Ctrl-C leaves it there.`);
    }
    const { last } = detail.test;
    if (last !== null)
      note = `epoch ${String(last.epoch)}/${String(config.training.epochs)}, test accuracy ${figure(last.accuracy)}`;
    await wait(LEAST_MS_BETWEEN_LOOKS);
    await Promise.race([woken, wait(LOOK_EVERY_MS)]);
  }
}

/** Signals that end a terminal's command. */
function onSignals(): { readonly received: Promise<'left'>; unhook(): void } {
  const names: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  let leave: () => void = () => undefined;
  const received = new Promise<'left'>((resolve) => (leave = () => resolve('left')));
  for (const name of names) process.on(name, leave);
  return { received, unhook: () => names.forEach((name) => process.off(name, leave)) };
}

async function left({ studio, run, place, json }: FollowQueued): Promise<number> {
  const { status } = await studio.client.call('runs.get', { run });
  const option = place.isDefault ? '' : ` --library ${shellWord(place.file)}`;
  process.stderr.write(
    `Run ${run} stays with the studio, which goes on with it. To save it and rest: redreg pause ${run}${option}\n`,
  );
  if (json) process.stdout.write(`${JSON.stringify({ run, status })}\n`);
  return DONE;
}

/** How a run ended, as the library tells it. */
function outcomeOf(library: Library, run: string): Outcome {
  const metrics = library.listMetrics([run]);
  const figuresOf = (which: 'last' | 'best') =>
    Object.fromEntries(metrics.filter((one) => one.which === which).map(({ split, metrics: found }) => [split, found]));
  return {
    last: lastOf(library, run),
    figures: { last: figuresOf('last'), best: figuresOf('best') },
    bestEpoch: metrics.find(({ which }) => which === 'best')?.epoch ?? null,
  };
}

function lastOf(library: Library, run: string): LastMessage {
  const { status, seconds: spent, steps: step, weightsSha256, error } = library.getRun(run);
  const seconds = spent ?? 0;
  if (status === 'finished') return { type: 'done', seconds, weightsSha256 };
  if (status === 'paused') return { type: 'paused', seconds, step };
  if (status === 'stopped') {
    const kept = library.listCheckpoints(run).length > 0;
    return { type: 'stopped', seconds, weightsSha256, step, kept };
  }
  return { type: 'failed', error: error ?? new AppError('cli.studio-gone', { run }).toData() };
}

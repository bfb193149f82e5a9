import type { RunDetail } from '../../store/run.ts';
import { pauseRun, type PauseOptions } from '../../studio/pause-run.ts';
import { libraryPlace, type LibraryPlace } from '../../studio/where.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { DONE, FAILED } from '../exit-code.ts';
import { pauseInStudio } from '../pause-in-studio.ts';
import { resumeHint } from '../resume-hint.ts';
import { findStudio } from '../studio-client.ts';

/** Saves a run that another terminal is training, and ends its process. */
export const pause: Command = {
  name: 'pause',
  usage: 'redreg pause RUN [--library FILE] [--json]',
  summary: 'Saves a run that is being trained and ends its process; resume goes on with it.',
  async run(words) {
    const options = { library: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
    const { values, positionals } = readArguments(pause, words, options, { least: 1, most: 1 });
    const place = libraryPlace(values.library);
    const run = await paused(place, {
      libraryFile: place.file,
      run: positionals[0] ?? '',
      onAsked: ({ id }) => process.stderr.write(`Pausing ${id} after the step in hand: saving.\n`),
    });
    // "running" without its process: it died before it could save.
    const status = run.status === 'running' ? 'interrupted' : run.status;
    if (run.error) process.stderr.write(`${run.error.code}: ${run.error.message}\n`);
    if (values.json) process.stdout.write(`${JSON.stringify({ run: run.id, status, step: run.steps })}\n`);
    else
      process.stdout.write(
        `${status} at step ${String(run.steps)}; run ${run.id}\n${status === 'finished' ? '' : `${resumeHint(run.id, place)}\n`}`,
      );
    return status === 'failed' || status === 'interrupted' ? FAILED : DONE;
  },
};

/** By the studio that has the library open; else by the process that trains the run. */
async function paused(place: LibraryPlace, options: PauseOptions): Promise<RunDetail> {
  const studio = await findStudio(place);
  if (studio === null) return pauseRun(options);
  try {
    return await pauseInStudio(studio, options);
  } finally {
    studio.close();
  }
}

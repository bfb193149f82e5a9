import { RunId } from '../../../core/contract/runs.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { openLibrary } from '../../store/library.ts';
import { isAlive } from '../../store/process-identity.ts';
import { runConfig } from '../../store/run-find.ts';
import { openOwnLibrary, type OwnLibrary } from '../../studio/open-library.ts';
import { resumeJob } from '../../studio/resume-run.ts';
import { cacheFolder, checkpointsFolder, libraryPlace, type LibraryPlace } from '../../studio/where.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { followQueued, type FollowQueued } from '../follow-queued.ts';
import { followRun } from '../follow-run.ts';
import { findStudio, type StudioClient } from '../studio-client.ts';

/** Goes on with a run from its last checkpoint, to the same numbers as if it had never stopped. */
export const resume: Command = {
  name: 'resume',
  usage: 'redreg resume RUN [--library FILE] [--json]',
  summary: 'Goes on with a run that was paused, stopped, interrupted or failed, from its last checkpoint.',
  async run(words) {
    const options = { library: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
    const { values, positionals } = readArguments(resume, words, options, { least: 1, most: 1 });
    const place = libraryPlace(values.library);
    const wanted = positionals[0] ?? '';
    const studio = await findStudio(place);
    if (studio !== null) return resumeInStudio(studio, place, wanted, values.json);
    const own = await openUnlessRunning(place, wanted);
    try {
      const run = own.library.getRun(wanted);
      const folders = { cache: cacheFolder(), checkpoints: checkpointsFolder(own.library.file, run.id) };
      const job = resumeJob(own.library, run, folders);
      return await followRun({ library: own.library, place, job, json: values.json });
    } finally {
      own.close();
    }
  },
};

/** The library is open in a studio, its one writer, which trains the run. */
async function resumeInStudio(studio: StudioClient, place: LibraryPlace, wanted: string, json: boolean): Promise<number> {
  try {
    const { run, config } = readRun(place, wanted);
    await studio.client.call('queue.resume', { run });
    return await followQueued({ studio, place, run, config, json });
  } finally {
    studio.close();
  }
}

function readRun(place: LibraryPlace, wanted: string): Pick<FollowQueued, 'run' | 'config'> {
  const library = openLibrary(place.file, { readOnly: true });
  try {
    const run = library.getRun(wanted);
    return { run: RunId.parse(run.id), config: runConfig(run) };
  } finally {
    library.close();
  }
}

/** A library in use says `run.is-running` where that is because of this very run. */
async function openUnlessRunning(place: LibraryPlace, wanted: string): Promise<OwnLibrary> {
  try {
    return await openOwnLibrary(place);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'store.locked') throw error;
    const library = openLibrary(place.file, { readOnly: true });
    try {
      const { id, status, process } = library.getRun(wanted);
      if (status === 'running' && process && isAlive(process))
        throw new AppError('run.is-running', { run: id, pid: process.pid });
    } finally {
      library.close();
    }
    throw error;
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../src/core/errors/app-error.ts';
import type { SplitMetrics } from '../../src/core/contract/trainer.ts';
import { RunConfig } from '../../src/core/train/config.ts';
import { openLibrary, type Library } from '../../src/main/store/library.ts';
import type { LibraryPlace } from '../../src/main/studio/where.ts';

/** A folder that the caller removes. */
export const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'redreg-host-'));
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

export const placeIn = (folder: string): LibraryPlace => ({ file: join(folder, 'library.sqlite'), isDefault: false });

export interface SampleRun {
  readonly method: string;
  readonly seed: number;
  readonly fused: number;
  readonly audio: number;
  readonly video: number;
  readonly seconds?: number;
}

/** The comparison the program is for, with figures made up to look like it. */
export const COMPARISON: readonly SampleRun[] = [
  { method: 'joint', seed: 0, fused: 0.871, audio: 0.843, video: 0.412, seconds: 61 },
  { method: 'ogm-ge', seed: 0, fused: 0.894, audio: 0.838, video: 0.561, seconds: 64 },
  { method: 'inforeg', seed: 0, fused: 0.902, audio: 0.841, video: 0.602, seconds: 70 },
  { method: 'redreg', seed: 0, fused: 0.931, audio: 0.846, video: 0.688, seconds: 83 },
];

/** Adds a run that has finished, with figures of its last epoch. */
export function addFinished(library: Library, run: SampleRun): string {
  const id = addRunning(library, run);
  library.setMetrics(id, { which: 'last', epoch: 12, split: 'test', metrics: figures(run) });
  library.setProgress(id, { epochs: 12 });
  library.finishRun(id, 'finished', { seconds: run.seconds ?? 60 });
  return id;
}

/** Adds a run that is being worked on by this process. */
export function addRunning(library: Library, { method, seed }: Pick<SampleRun, 'method' | 'seed'>, name?: string): string {
  const config = RunConfig.parse({ method, seed, data: { layout: 'crema-d', name: 'av-digits', root: 'digits' } });
  const id = library.createRun({ config, ...(name === undefined ? {} : { name }) });
  library.startRun(id);
  return id;
}

/** The four finished runs of the comparison, one that runs, one that failed and one that waits. */
export function fillLibrary(file: string): void {
  const library = openLibrary(file);
  for (const run of COMPARISON) addFinished(library, run);
  const failed = addRunning(library, { method: 'redreg', seed: 1 });
  const error = new AppError('trainer.died', { exitCode: null, signal: 'SIGKILL', output: [] }).toData();
  library.setProgress(failed, { epochs: 3 });
  library.finishRun(failed, 'failed', { error });
  library.setProgress(addRunning(library, { method: 'ogm', seed: 0 }), { epochs: 5 });
  library.createRun({
    config: RunConfig.parse({ method: 'uniform', data: { layout: 'crema-d', name: 'av-digits', root: 'digits' } }),
  });
  library.close();
}

function figures({ fused, audio, video }: SampleRun): SplitMetrics {
  return {
    n: 200,
    loss: 0.3,
    accuracy: fused,
    macroF1: fused - 0.004,
    map: NaN,
    modalityAccuracy: { audio, video },
    perClassAccuracy: [fused, NaN],
    modalityPerClassAccuracy: {},
    confusion: [[1]],
  };
}
